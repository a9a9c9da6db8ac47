"""What came back, for staff's pages and for the apps whose readers it concerns."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from cms.mail.models import Campaign, ReturnedMail, ReturnKind


def history(*, site: Any, address_hash: str) -> list[ReturnedMail]:
    """Return what came back from an address, or was said of it, the newest first; at most twenty, with its mail."""
    if not address_hash:
        return []
    rows = ReturnedMail.objects.filter(site=site, address_hash=address_hash).order_by("-at", "-pk")
    return list(rows.select_related("delivery__mailing", "bulk_delivery__campaign")[:20])


def of_campaign(campaign: Campaign, *, most: int) -> list[ReturnedMail]:
    """Return what came back of a campaign, the newest first."""
    rows = ReturnedMail.objects.filter(bulk_delivery__campaign=campaign).order_by("-at", "-pk")
    return list(rows.select_related("bulk_delivery")[:most])


def counts_of(campaign: Campaign) -> Mapping[ReturnKind, int]:
    """Return of how many of a campaign's mails each kind was said, in one query; a mail counts once for each."""
    rows = ReturnedMail.objects.filter(bulk_delivery__campaign=campaign).order_by().values_list("kind")
    counted = dict(rows.annotate(number=Count("bulk_delivery", distinct=True)))
    return {kind: counted.get(kind.value, 0) for kind in ReturnKind}
