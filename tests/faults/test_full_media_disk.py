"""A disk that is full under the media: what staff upload is refused in plain words, and nothing half stays."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.mail.bulk import journal
from cms.media.disk import Disk as Storage

from .test_full_disk import Disk, disk

__all__ = ["disk"]
pytestmark = pytest.mark.django_db(transaction=True)
#: Larger than what is written at once, so that some of it fits before the disk is full.
LARGE = b"%PDF-1.4 " + b"x" * 300_000


@pytest.fixture
def media(disk: Disk, settings: Any) -> Path:
    settings.MEDIA_ROOT = str(disk.folder / "media")
    return disk.folder / "media"


@pytest.fixture
def staff(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("staff", "staff@example.jp", "x"))
    return client


def a_picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(stream, "PNG")
    return stream.getvalue()


def upload(staff: Client, kind: str, below: str) -> Any:
    content, name = (a_picture(), "a.png") if kind == "images" else (LARGE, "a.pdf")
    type_ = "image/png" if kind == "images" else "application/pdf"
    sent = {"title": "満杯", "collection": Collection.get_first_root_node().pk}
    file = SimpleUploadedFile(name, content, type_)
    if below == "add/":
        return staff.post(f"/admin/{kind}/add/", sent | {"file": file})
    return staff.post(
        f"/admin/{kind}/{below}", sent | {"files[]": file}, headers={"X-Requested-With": "XMLHttpRequest"}
    )


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def upload_without_room(disk: Disk, staff: Client, kind: str, below: str) -> Any:
    disk.fill()
    try:
        return upload(staff, kind, below)
    finally:
        disk.free()


@pytest.mark.parametrize("below", ["add/", "multiple/add/"])
@pytest.mark.parametrize("kind", ["documents", "images"])
def test_an_upload_that_finds_no_room_is_refused_and_goes_through_later(
    kind: str,
    below: str,
    disk: Disk,
    media: Path,
    staff: Client,
) -> None:
    rows = get_image_model().objects if kind == "images" else get_document_model().objects
    before = files(media)
    answer = upload_without_room(disk, staff, kind, below)
    # A form is shown again, with words beside its field; the screen that sends several shows what is in the JSON.
    said = answer.json()["error_message"] if below == "multiple/add/" else answer.content.decode()
    assert (answer.status_code, rows.count(), files(media)) == (200, 0, before)
    assert "サーバーのディスクに空きがないため、ファイルを保存できませんでした" in said
    answer = upload(staff, kind, below)
    assert (answer.status_code in (200, 302), rows.count()) == (True, 1)
    row = rows.get()
    with row.file.open() as file:
        assert len(file.read()) == row.file_size > 10_000


@pytest.mark.parametrize(("below", "status"), [("add/", 503), ("multiple/add/", 200)])
@pytest.mark.parametrize("kind", ["documents", "images"])
@pytest.mark.parametrize(("language", "words"), [("ja", "サーバーのディスクに空きがないため"), ("en", "no room left")])
def test_a_disk_that_fills_up_after_the_look_is_named_in_the_language_of_who_uploads(
    kind: str, below: str, status: int, language: str, words: str, disk: Disk, media: Path, staff: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    monkeypatch.setattr(Storage, "has_room", lambda *_arguments: True)  # as it was when she looked
    before = files(media)
    answer = upload_without_room(disk, staff, kind, below)
    said = answer.json()["error_message"] if status == 200 else answer.content.decode()
    assert (answer.status_code, words in said, files(media)) == (status, True, before)


def test_control_a_file_that_fits_is_taken_while_there_is_room(disk: Disk, media: Path, staff: Client) -> None:
    assert upload(staff, "documents", "add/").status_code == 302


def test_control_djangos_own_storage_leaves_half_a_file(disk: Disk, media: Path) -> None:
    for storage, left in ((Storage(), []), (FileSystemStorage(), ["half.pdf"])):
        before = files(media)
        disk.fill()
        try:
            with pytest.raises(OSError, match="No space"):
                storage.save("half.pdf", ContentFile(LARGE))
        finally:
            disk.free()
        assert [name for name in files(media) if name not in before] == left


def test_two_who_save_under_one_name_have_a_file_each(tmp_path: Path) -> None:
    storage, names = Storage(location=tmp_path), []
    ready = threading.Barrier(8)

    def save(number: int) -> None:
        ready.wait()
        names.append((number, storage.save("a/same.txt", ContentFile(str(number)))))

    threads = [threading.Thread(target=save, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {storage.open(name).read().decode() for _number, name in names} == {str(number) for number in range(8)}
    assert all(storage.open(name).read().decode() == str(number) for number, name in names)
    assert len(files(tmp_path)) == 8


def test_a_journal_takes_its_room_before_anything_is_sent(disk: Disk, settings: Any) -> None:
    """Who sends letters writes down first whom she is about to write to, and sends to nobody where she cannot."""
    settings.CMS_MAIL_JOURNAL_DIR = disk.folder / "journal"
    with journal.begin("has room") as first, journal.begin("has none") as second:
        first.enter([1, 2])
        disk.fill()
        try:
            with pytest.raises(OSError, match=r"journal cannot be written|No space"):
                second.enter(list(range(2000)))
            first.intend(1)
            assert first.read().doubtful == {1}
        finally:
            disk.free()
        first.remove()
        second.remove()
