"""Freeze the audience: from now on every candidate is one delivery, or counted with the reason why not."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import OuterRef, Subquery

from cms.mail import addresses
from cms.mail.bulk.exceptions import CampaignMoveRefused, PreparationTakenOver, PreparationUnderWay
from cms.mail.bulk.inserting import Row, insert
from cms.mail.bulk.ordering import by_hash
from cms.mail.bulk.providers import group_of
from cms.mail.bulk.states import CampaignState, Exclusion
from cms.mail.models import BulkDelivery, Campaign, Departure, Edition, Suppression
from cms.mail.pump import clock_from
from cms.mail.services.outbox import NOT_IN_A_HEADER
from cms.mail.states import State

AT_ONCE = 5000
# A process that has written nothing for so long is taken for gone.
BELIEVED_FOR = timedelta(minutes=2)
HELD_EVERY = 50_000  # candidates


@dataclass(frozen=True, slots=True)
class Recipient:
    """A candidate who is to get the campaign.

    locale, variant: of the edition. token: of the letters a-z, A-Z, 0-9 and `-_.:~`, it goes into links.
    sections: keys of the edition's sections, in the reader's order. digest: `addresses.digest(address)`, if known.
    """

    address: str
    locale: str
    token: str
    variant: str = ""
    name: str = ""
    sections: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A candidate who gets nothing, and a word for why, which the caller gives names to."""

    reason: str


Candidate = Recipient | Excluded


def prepare(*, campaign: Campaign, candidates: Callable[[], Iterable[Candidate]], now: datetime) -> Campaign:
    """Write a delivery for every candidate and count the others by reason; return the campaign, ready to start.

    candidates: called here, so that whoever leaves the list from now on is heard of; read once, before anything is
    written. Several transactions: a million rows in one would keep everybody else from writing. A preparation that was
    cut off is begun anew, one that is complete is left as it is, also when it has been started.

    Raises PreparationUnderWay, PreparationTakenOver, or CampaignMoveRefused when it was called off.
    """
    clock = clock_from(now)
    token = _begin(campaign, now)
    if token is None:
        return Campaign.objects.get(pk=campaign.pk)
    editions = _editions(campaign)
    suppressed = set(Suppression.objects.filter(site=campaign.site_id).values_list("address_hash", flat=True))
    excluded: Counter[str] = Counter()
    tried = 0
    rows = _rows(candidates(), editions, suppressed, excluded)
    ordered = by_hash(_held_meanwhile(rows, lambda: _hold(campaign, token, clock())))
    while batch := list(islice(ordered, AT_ONCE)):
        with transaction.atomic():
            _hold(campaign, token, clock())
            insert(batch, campaign_id=campaign.pk, now=now)
        tried += len(batch)
    return _complete(campaign, token, tried, excluded, clock())


def _begin(campaign: Campaign, now: datetime) -> str | None:
    """Claim the preparation and clear away what an earlier one left; None when there is nothing to do."""
    token = uuid.uuid4().hex
    with transaction.atomic():
        held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if held.state == CampaignState.CANCELLED:
            raise CampaignMoveRefused
        if held.state != CampaignState.PREPARING:
            return None
        if held.frozen_until and held.frozen_until > now:
            raise PreparationUnderWay
        held.freeze_token, held.frozen_until = token, now + BELIEVED_FOR
        held.save(update_fields=["freeze_token", "frozen_until"])
    while True:
        with transaction.atomic():
            _hold(campaign, token, now)
            pks = list(BulkDelivery.objects.filter(campaign=campaign).values_list("pk", flat=True)[:AT_ONCE])
            BulkDelivery.objects.filter(pk__in=pks).delete()
        if len(pks) < AT_ONCE:
            return token


def _held_meanwhile(rows: Iterator[Row], hold: Callable[[], None]) -> Iterator[Row]:
    """Yield the rows and keep the preparation while they are read, which takes longer than others believe in it."""
    for number, row in enumerate(rows, start=1):
        if number % HELD_EVERY == 0:
            hold()
        yield row


def _hold(campaign: Campaign, token: str, now: datetime) -> None:
    """Keep the preparation, within a transaction. Raises PreparationTakenOver when it is somebody else's or over."""
    mine = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.PREPARING, freeze_token=token)
    if not mine.update(frozen_until=now + BELIEVED_FOR):
        raise PreparationTakenOver


def _editions(campaign: Campaign) -> dict[tuple[str, str], tuple[int, frozenset[str]]]:
    editions = Edition.objects.filter(campaign=campaign)
    return {(each.variant, each.locale): (each.pk, frozenset(each.sections)) for each in editions}


def _rows(
    candidates: Iterable[Candidate], editions: dict[tuple[str, str], tuple[int, frozenset[str]]],
    suppressed: set[str], excluded: Counter[str],
) -> Iterator[Row]:  # fmt: skip
    for candidate in candidates:
        if isinstance(candidate, Excluded):
            excluded[candidate.reason] += 1
            continue
        if not addresses.is_address(candidate.address):
            excluded[Exclusion.NO_ADDRESS.value] += 1
            continue
        digest = candidate.digest or addresses.digest(candidate.address)
        if digest in suppressed:
            excluded[Exclusion.SUPPRESSED.value] += 1
            continue
        edition_id, known = editions[candidate.variant, candidate.locale]
        if not known.issuperset(candidate.sections):
            raise KeyError(f"sections that the edition {edition_id} does not have")
        name = NOT_IN_A_HEADER.sub(" ", candidate.name)[:200]
        sections, lane = ",".join(candidate.sections), group_of(candidate.address)
        yield Row(edition_id, candidate.address, digest, name, candidate.token, sections, lane)


def _complete(campaign: Campaign, token: str, tried: int, excluded: Counter[str], now: datetime) -> Campaign:
    """Count, heed those who left meanwhile, and open the campaign for sending."""
    with transaction.atomic():
        held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if held.state != CampaignState.PREPARING or held.freeze_token != token:
            raise PreparationTakenOver
        deliveries = BulkDelivery.objects.filter(campaign=campaign)
        prepared = deliveries.count()
        if tried > prepared:
            excluded[Exclusion.DUPLICATE.value] += tried - prepared
        left = Departure.objects.filter(campaign=campaign)
        reason = Subquery(left.filter(address_hash=OuterRef("address_hash")).values("reason")[:1])
        gone = deliveries.filter(address_hash__in=left.values("address_hash"))
        gone.update(state=State.WITHDRAWN, reason=reason, changed_at=now)
        left.delete()
        held.prepared, held.excluded = prepared, dict(excluded)
        held.candidates = prepared + sum(excluded.values())
        held.state, held.prepared_at, held.freeze_token, held.frozen_until = CampaignState.READY, now, "", None
        held.save()
    return held
