"""Stop a list by the link of a letter: written down, what waits is withdrawn, the app that owns the list is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cms.mail import stop_links
from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, ConsentAction, ConsentEvent
from cms.mail.states import State
from cms.plugin_api.facts import ConsentWithdrawn
from cms.plugin_host.facts import announce

from . import consent


@dataclass(frozen=True)
class Stoppable:
    """What a link stops. address_hash: empty for somebody about whom nothing is written down.

    is_stopped: whether it is stopped already, or everything about the person was erased.
    """

    site: Any
    purpose: str
    name: str
    campaign_id: int
    subject: UUID
    address_hash: str
    locale: str
    is_stopped: bool


def find(*, token: str, now: datetime) -> Stoppable | None:
    """Return what a link stops; None when this site did not make it."""
    parts = stop_links.read(token, now=now)
    campaign = Campaign.objects.select_related("site").filter(pk=parts.number).first() if parts else None
    if parts is None or campaign is None:
        return None
    lines = ConsentEvent.objects.filter(subject=parts.row, site=campaign.site_id).order_by("-at", "-pk")
    last = lines.first()
    about = lines.filter(Q(purpose=campaign.list_key) | Q(action=ConsentAction.ERASED)).first()
    # As the person read it, in her language.
    name = about.what if about is not None and about.purpose == campaign.list_key else campaign.list_name
    over = about is not None and about.action in {ConsentAction.WITHDRAWN, ConsentAction.ERASED}
    return Stoppable(
        site=campaign.site, purpose=campaign.list_key, name=name, campaign_id=campaign.pk,
        subject=parts.row,
        address_hash=last.address_hash if last else "", locale=last.locale if last else "", is_stopped=over,
    )  # fmt: skip


@transaction.atomic
def stop(*, what: Stoppable, channel: str, page: str, now: datetime) -> bool:
    """Stop it; say whether it was stopped now. Doing it again changes nothing.

    The line about it is the truth: an app whose plugin is off hears nothing now and reads the lines before it writes
    to anybody again.
    """
    _it_arrived(what, now)
    if what.is_stopped:
        return False
    if what.address_hash:
        consent.record(
            site=what.site, address_hash=what.address_hash, subject=what.subject, purpose=what.purpose,
            what=what.name, action=ConsentAction.WITHDRAWN, channel=channel, locale=what.locale, page=page, now=now,
        )  # fmt: skip
    announce(ConsentWithdrawn(site_id=what.site.pk, at=now, subject=what.subject, purpose=what.purpose))
    return True


def _it_arrived(what: Stoppable, now: datetime) -> None:
    """Who presses the button of a letter has got it, if nobody knew that before."""
    mine = BulkDelivery.objects.filter(campaign=what.campaign_id, address_hash=what.address_hash or None)
    for pk in mine.filter(state=State.UNCERTAIN).values_list("pk", flat=True):
        bulk.note_arrival(delivery_id=pk, now=now)
