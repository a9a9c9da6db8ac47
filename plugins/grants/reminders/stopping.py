"""Reminders end: by the link of a mail, on one's own page, by themselves. The lines about consents are the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import translation
from django.utils.translation import gettext

from cms.core.locales import SOURCE_LANGUAGE
from cms.mail.bulk import services as bulk
from cms.mail.models import Channel, ConsentAction, ConsentEvent, Suppression
from cms.mail.services import consent
from plugins.grants.models import GrantFollower, GrantProgramme

from . import asking, words
from .links import purpose_of

#: These get no mail of any kind, or called it unwanted: their addresses serve nothing here.
GONE = (Suppression.Why.UNREACHABLE, Suppression.Why.COMPLAINT, Suppression.Why.REFUSED)


@transaction.atomic
def stop(*, follower: GrantFollower, channel: str, page: str, now: datetime) -> bool:
    """Stop the reminders of one grant and erase the address; what waits to leave is withdrawn."""
    return _end(follower, ConsentAction.WITHDRAWN, channel, page, now)


def _end(follower: GrantFollower, action: str, channel: str, page: str, now: datetime, note: str = "") -> bool:
    if not GrantFollower.objects.filter(pk=follower.pk).delete()[0]:
        return False
    consent.record(
        site=follower.site, address_hash=follower.address_hash, subject=follower.uuid,
        purpose=purpose_of(follower.programme), what=asking.what(follower.programme, locale=follower.locale),
        action=action, channel=channel, locale=follower.locale, page=page, note=note, now=now,
    )  # fmt: skip
    return True


@transaction.atomic
def grant_is_deleted(*, programme: GrantProgramme, now: datetime) -> None:
    """Erase the addresses of all who are reminded of a grant that goes, and withdraw what waits to leave."""
    with translation.override(SOURCE_LANGUAGE):
        note = gettext("The grant was deleted.")
    for follower in programme.followers.select_related("site", "programme"):
        _end(follower, ConsentAction.ERASED, Channel.CLOCK, "", now, note)
        bulk.withdraw_address(
            site=follower.site, address_hash=follower.address_hash, list_key=purpose_of(programme), now=now
        )


@transaction.atomic
def only_these_calls(*, follower: GrantFollower, every_call: bool, page: str, now: datetime) -> None:
    """Let somebody be reminded of later calls too, or no longer."""
    changed = GrantFollower.objects.filter(pk=follower.pk).exclude(every_call=every_call)
    if changed.update(every_call=every_call, **({"since": now} if every_call else {})):
        consent.record(
            site=follower.site, address_hash=follower.address_hash, subject=follower.uuid,
            purpose=purpose_of(follower.programme), what=asking.what(follower.programme, locale=follower.locale),
            action=ConsentAction.CHANGED, channel=Channel.LINK, locale=follower.locale, page=page, now=now,
        )  # fmt: skip


def take_off(*, site_id: int, subject: UUID, at: datetime) -> bool:
    """Erase somebody's address after the line about her stopping was written; who asked anew since then stays."""
    mine = GrantFollower.objects.filter(site=site_id, uuid=subject, since__lte=at)
    return bool(mine.delete()[0])


def catch_up(*, site: Any) -> int:
    """Take off who stopped while nobody listened: the plugin was off, or its process ended. Returns how many."""
    mine = GrantFollower.objects.filter(site=site)
    lines = ConsentEvent.objects.filter(
        site=site, action=ConsentAction.WITHDRAWN, subject__in=mine.order_by().values("uuid")
    )
    stopped = lines.order_by().values_list("subject").annotate(last=Max("at"))
    return sum(take_off(site_id=site.pk, subject=subject, at=last) for subject, last in stopped)


def erase_due(*, now: datetime, site: Any) -> int:
    """Erase addresses on the promised day, and those that get no mail any more; return how many."""
    catch_up(site=site)
    mine = GrantFollower.objects.filter(site=site).select_related("site", "programme")
    over = mine.over(
        calls_until=now - timedelta(days=words.KEPT_AFTER), asked_until=_years_before(now)
    )  # fmt: skip
    gone = mine.filter(
        Exists(Suppression.objects.filter(site=site, address_hash=OuterRef("address_hash"), why__in=GONE))
    )
    number = 0
    for rows, action in ((gone, ConsentAction.WITHDRAWN), (over, ConsentAction.ERASED)):
        for follower in rows:
            with transaction.atomic():
                number += _end(follower, action, Channel.CLOCK, "", now)
    return number


def _years_before(now: datetime) -> datetime:
    return now - timedelta(days=365 * words.YEARS)
