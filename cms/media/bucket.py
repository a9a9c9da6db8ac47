"""Media in an S3-compatible bucket, shown to visitors under the site's own address."""

from typing import Any
from urllib.parse import urljoin

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

SECONDS = 5
ATTEMPTS = 3


class Bucket(S3Storage):
    """Files keep the address `/media/…`, which the proxy before the site asks the bucket for.

    So no page calls another host, the content security policy stays as strict, and moving the files changes no page.
    Nothing is made public by us: which folders may be read is the bucket's own rule (docs/operations.md).
    """

    def __init__(self, endpoint_url: str | None = None, **options: Any) -> None:
        config = Config(
            # A bucket that hangs must not hold a process of the web server for minutes.
            connect_timeout=SECONDS, read_timeout=4 * SECONDS, retries={"total_max_attempts": ATTEMPTS},
            # Other services than Amazon's have no host of its own for each bucket, nor its newer sums in each request.
            s3={"addressing_style": "path" if endpoint_url else "auto"}, signature_version="s3v4",
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        # As on a disk: two files of one name are two files.
        fixed = {"file_overwrite": False, "default_acl": None, "client_config": config}
        super().__init__(endpoint_url=endpoint_url, **(options | fixed))

    def url(self, name: str, *_args: Any, **_more: Any) -> str:  # type: ignore[override]
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))
