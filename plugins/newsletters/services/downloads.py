"""Who took the list of readers out of the site, in the history of the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

DOWNLOADED = "newsletters.download"


def note_download(by: Any, *, sites: Iterable[Any], number: int) -> None:
    """Write down that somebody downloaded a list of so many readers; never who is on it."""
    for site in sites:
        log(instance=site, action=DOWNLOADED, user=by, title=site.hostname, data={"number": number})


def downloads(*, sites: Iterable[Any]) -> list[ModelLogEntry]:
    """Return the last ten downloads, the newest first."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Site), object_id__in=[str(site.pk) for site in sites],
        action=DOWNLOADED,
    )  # fmt: skip
    return list(entries.select_related("user").order_by("-timestamp")[:10])
