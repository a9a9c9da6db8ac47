"""Somebody wants to be reminded: the wish, the mail, the button."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from cms.mail.models import Channel, ConsentAction, OptIn
from cms.mail.services import consent, opt_in, suppression
from plugins.grants.models import GrantCall, GrantFollower, GrantProgramme

from . import confirming_mail, days, words
from .links import WISH, purpose_of

#: Nobody writes an endless list into somebody else's mail.
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Wish:
    """A grant that somebody asked for, and whether every later call too."""

    programme: GrantProgramme
    every_call: bool


@transaction.atomic
def ask(*, programme: GrantProgramme, address: str, every_call: bool, locale: str, page: str, now: datetime) -> None:
    """Note the wish and mail the link that confirms it, at most one mail an address and day.

    What the address asked for before and has not confirmed is kept beside it: one button confirms all. The caller
    answers the same in every case.
    """
    site = programme.site
    with translation.override(locale):
        wording = consent.wording(text=words.agreed(site=site), locale=locale, now=now)
    key = str(programme.page_key)

    def beside(earlier: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: every for name, every in earlier.get("grants", {}).items() if name != key}
        return {"grants": dict([*kept.items(), (key, every_call)][-MOST_AT_ONCE:])}

    asked = opt_in.ask(
        site=site, purpose=WISH, address=address, locale=locale, wishes=beside, words=wording, channel=Channel.WEB,
        page=page, letter=partial(confirming_mail.letter, programme=programme, locale=locale), now=now,
    )  # fmt: skip
    if asked.mailed:  # one line a day: nobody fills somebody else's history
        _note(programme, asked.wish, action=ConsentAction.ASKED, now=now)


def wishes_of(row: OptIn) -> list[Wish]:
    """Return what a link confirms, as far as it still exists."""
    asked = row.wishes.get("grants", {})
    found = GrantProgramme.objects.filter(site=row.site_id, page_key__in=list(asked)).select_related("funder")
    return [Wish(programme, asked[str(programme.page_key)]) for programme in found.order_by("sort_key", "pk")]


@transaction.atomic
def confirm(*, row: OptIn, now: datetime) -> GrantFollower | None:
    """The owner of the address pressed the button: she is reminded of what she asked for, besides what she had.

    Doing it again changes nothing. Returns one of her grants; None where she has none, because all have closed.
    """
    if opt_in.confirm(row=row, now=now):
        _let_through(row)
        for wish in wishes_of(row):
            if wish.every_call or is_offered(wish.programme, now=now):
                _follow(row, wish, now)
    mine = GrantFollower.objects.filter(site=row.site_id, address_hash=row.address_hash)
    return mine.select_related("site").order_by("-since", "pk").first()  # type: ignore[no-any-return]


def is_offered(programme: GrantProgramme, *, now: datetime) -> bool:
    """Whether a mail would still come of the calls that are known."""
    return days.offer(programme.calls.all(), days.of_site(programme.site), now=now).is_offered


def _let_through(row: OptIn) -> None:
    """Letters to her came back, and yet she reads mail there. Who complained of letters stays without them."""
    entry = suppression.find(site=row.site, address=row.address)
    if entry is not None and entry.why == suppression.Why.BOUNCED:
        suppression.lift_digest(site=row.site_id, address_hash=row.address_hash)


def _follow(row: OptIn, wish: Wish, now: datetime) -> None:
    newest = GrantCall.objects.filter(programme=wish.programme).aggregate(newest=Max("pk"))["newest"] or 0
    _follower, is_new = GrantFollower.objects.update_or_create(
        programme=wish.programme, address_hash=row.address_hash,
        defaults={
            "uuid": subject_of(wish.programme, row.address_hash), "site": row.site, "address": row.address,
            "locale": row.locale, "every_call": wish.every_call, "newest_call": newest, "since": now,
        },
    )  # fmt: skip
    _note(wish.programme, row, action=ConsentAction.GIVEN if is_new else ConsentAction.CHANGED, now=now)


def subject_of(programme: GrantProgramme, address_hash: str) -> UUID:
    """Return by which the lines about consents know an address that is reminded of a grant.

    The same whenever she asks again: the link in any mail that she kept stops what she gets now.
    """
    return UUID(hashlib.sha256(f"{programme.page_key}:{address_hash}".encode()).hexdigest()[:32])


def _note(programme: GrantProgramme, row: OptIn, *, action: str, now: datetime) -> None:
    consent.record(
        site=row.site, address_hash=row.address_hash, subject=subject_of(programme, row.address_hash),
        purpose=purpose_of(programme), what=what(programme, locale=row.locale), action=action, channel=row.channel,
        words=row.wording, locale=row.locale, page=row.page, now=now,
    )  # fmt: skip


def what(programme: GrantProgramme, *, locale: str) -> str:
    """Return what somebody agrees to or stops, in her language."""
    with translation.override(locale):
        found = words.named([programme], site=programme.site, code=locale).get(programme.page_key)
        return words.list_name(found.title if found else programme.display_name)


def following(follower: GrantFollower) -> Sequence[GrantFollower]:
    """Return all that the owner of the same address is reminded of at the same site."""
    mine = GrantFollower.objects.filter(site=follower.site_id, address_hash=follower.address_hash)
    return list(mine.select_related("site", "programme__funder").order_by("programme__sort_key", "pk"))
