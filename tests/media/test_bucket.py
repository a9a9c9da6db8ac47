"""Media in an S3-compatible bucket: kept there, shown under the site's own address, private where they are private."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.backups import media, services
from cms.settings.media_bucket import storage_settings

NAME = "centre-media"
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(service: str, settings: Any) -> Iterator[Any]:
    """An empty bucket that the site keeps its media in; as boto3 sees it."""
    options = {"endpoint_url": service, "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    found = boto3.resource("s3", region_name="us-east-1", **options).Bucket(NAME)
    found.create()
    kept = storage_settings(NAME, endpoint=service, region="us-east-1", key="key", secret="secret")
    settings.STORAGES = configured.STORAGES | {"default": kept}
    yield found
    found.objects.delete()
    found.delete()


def names_in(bucket: Any) -> set[str]:
    return {kept.key for kept in bucket.objects.all()}


def picture() -> ContentFile:
    written = io.BytesIO()
    Pillow.new("RGB", (800, 600), "teal").save(written, "JPEG")
    return ContentFile(written.getvalue(), name="橋.jpg")


@pytest.mark.django_db
def test_a_picture_and_what_is_made_of_it_are_in_the_bucket(bucket: Any, settings: Any) -> None:
    image = get_image_model().objects.create(title="橋", file=picture())
    small = image.get_rendition("width-200")
    assert names_in(bucket) == {image.file.name, small.file.name}
    assert small.width == 200
    assert not (Path(settings.MEDIA_ROOT) / small.file.name).exists()


@pytest.mark.django_db
def test_pages_call_no_other_host(bucket: Any, settings: Any) -> None:
    image = get_image_model().objects.create(title="橋", file=picture())
    assert re.fullmatch(r"/media/images/[\w.%-]+", image.get_rendition("width-200").url)
    # Control: the library's own address leads to the service.
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"BACKEND": "storages.backends.s3.S3Storage"}
    }
    assert get_image_model().objects.get().get_rendition("width-200").url.startswith("http://127.0.0.1:")


def test_two_files_of_one_name_are_two_files(bucket: Any) -> None:
    first = default_storage.save("documents/規約.pdf", ContentFile(b"first"))
    second = default_storage.save("documents/規約.pdf", ContentFile(b"second"))
    assert first != second
    assert default_storage.open(first).read() == b"first"


@pytest.mark.django_db
def test_a_private_document_is_given_by_the_site_alone(bucket: Any) -> None:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    private = root.add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    make = get_document_model().objects.create
    open_one = make(title="open", collection=root, file=ContentFile(b"for all", name="open.txt"))
    hidden = make(title="hidden", collection=private, file=ContentFile(b"for staff", name="hidden.txt"))
    answer = Client().get(open_one.url)
    assert answer.status_code == 200
    assert answer.getvalue() == b"for all"
    assert Client().get(hidden.url).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_what_is_in_the_bucket_and_brings_it_back(
    bucket: Any, db_of_a_site: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "postgresql":
        from cms.stack.postgres import installations

        monkeypatch.setenv("PATH", f"{installations()[0] / 'bin'}:/usr/bin:/bin")
    document = get_document_model().objects.create(title="規約", file=ContentFile(b"rules", name="規約.pdf"))
    default_storage.save("of-somebody-else.txt", ContentFile(b"not ours"))
    path, manifest = services.make(into=tmp_path, now=NOW)
    assert f"media/{document.file.name}" in manifest.files
    assert "media/of-somebody-else.txt" not in manifest.files
    assert document.file.name not in manifest.absent
    default_storage.delete(document.file.name)
    media.put_back(_unpacked(path, tmp_path / "unpacked"))
    assert default_storage.open(document.file.name).read() == b"rules"
    assert default_storage.open("of-somebody-else.txt").read() == b"not ours"


@pytest.fixture
def db_of_a_site(transactional_db: None) -> None:
    """Tables of a site, without content."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


def _unpacked(path: Path, into: Path) -> Path:
    from cms.backups import archive

    into.mkdir()
    archive.unpack(path, into)
    return into / archive.MEDIA


@pytest.mark.parametrize("missing", ["key", "secret"])
def test_half_a_bucket_is_refused_by_name(missing: str) -> None:
    given = {"endpoint": "", "region": "", "key": "key", "secret": "secret"} | {missing: ""}
    with pytest.raises(ImproperlyConfigured, match=f"CMS_MEDIA_{missing.upper()} is not set"):
        storage_settings(NAME, **given)


def test_without_a_bucket_media_are_files() -> None:
    kept = storage_settings("", endpoint="", region="", key="", secret="")
    assert kept == {"BACKEND": "cms.media.disk.Disk"}
