"""Media in a bucket of an S3-compatible service: what the environment says, as Django's storage settings."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def storage_settings(bucket: str, *, endpoint: str, region: str, key: str, secret: str) -> dict[str, Any]:
    """Return the entry of STORAGES for media: files of this machine where no bucket is named.

    endpoint: where the service is; unset it is Amazon's. Raises ImproperlyConfigured when a bucket is named and half of
    what opens it is missing: without a key the library would look for one elsewhere on the machine.
    """
    if not bucket:
        return {"BACKEND": "cms.media.disk.Disk"}
    for name, value in (("CMS_MEDIA_KEY", key), ("CMS_MEDIA_SECRET", secret)):
        if not value:
            raise ImproperlyConfigured(f"{name} is not set: CMS_MEDIA_BUCKET names a bucket, which it opens")
    options = {"bucket_name": bucket, "access_key": key, "secret_key": secret}
    options |= {name: value for name, value in (("endpoint_url", endpoint), ("region_name", region)) if value}
    return {"BACKEND": "cms.media.bucket.Bucket", "OPTIONS": options}
