"""Send a letter to nobody: frozen as it would be, at the pace of the providers, into a sink of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cms.mail.bulk import services as bulk
from cms.mail.bulk.editions import Parcel, PreparedEdition
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.rehearsing import Rehearsed, rehearse
from cms.mail.exceptions import MailRefused
from cms.mail.models import BulkDelivery, Campaign, Edition
from cms.mail.pump import clock_from
from plugins.newsletters.exceptions import LetterRefused, NothingNew
from plugins.newsletters.models import NewsletterIssue, Rehearsal, RehearsalState, Sending, Step

from .freezing import BUSY, handing_over

#: Enough to know the pace; nobody waits for a million.
MOST = 1000
WITHIN = timedelta(seconds=40)
#: One that has not ended by then was cut off.
BELIEVED_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class Frozen:
    """What would be sent, in memory. parcels: some of each lane. readers: how many there are, by lane."""

    parcels: Mapping[str, list[Parcel]]
    readers: Mapping[str, int]
    editions: Mapping[int, PreparedEdition]
    excluded: int


def ask_for_rehearsal(*, issue: NewsletterIssue, by: Any, now: datetime) -> Rehearsal:
    """Have a letter rehearsed by the schedule; one that is waiting or under way already is returned."""
    open_one = Rehearsal.objects.filter(page_key=issue.translation_key, state__in=["waiting", "running"])
    try:
        with transaction.atomic():
            return open_one.first() or Rehearsal.objects.create(
                page_key=issue.translation_key, asked_by=by, asked_at=now
            )
    except IntegrityError:  # somebody else was first
        return open_one.get()


def rehearse_due(*, now: datetime) -> None:
    """Rehearse what waits, one after the other; say of what was cut off that it was."""
    cut = Rehearsal.objects.filter(state=RehearsalState.RUNNING, started_at__lt=now - BELIEVED_FOR)
    cut.update(state=RehearsalState.FAILED, finished_at=now, why=_("It was cut off. Please try again."))
    for pk in Rehearsal.objects.filter(state=RehearsalState.WAITING).order_by("pk").values_list("pk", flat=True):
        mine = Rehearsal.objects.filter(pk=pk, state=RehearsalState.WAITING)
        if mine.update(state=RehearsalState.RUNNING, started_at=now):
            _rehearse(Rehearsal.objects.get(pk=pk), now)


def _rehearse(row: Rehearsal, now: datetime) -> None:
    clock, why, result = clock_from(now), "", {}
    issue = NewsletterIssue.objects.filter(translation_key=row.page_key).first()
    try:
        if issue is None:
            raise LetterRefused(_("The letter’s page was deleted."))
        frozen = freeze_in_memory(issue, now=now)
        rates = {lane.group: lane.rate for lane in have_lanes()}
        done = rehearse(frozen.parcels, edition=frozen.editions.__getitem__, rates=rates, within=WITHIN)
        result = _numbers(frozen, done, issue, now)
    except LetterRefused as refusal:
        why = str(refusal.message)
    except NothingNew:
        why = _("There is nothing new: no letter would be sent.")
    except MailRefused as refusal:
        why = _("The letter cannot be sent as it is (%(what)s).") % {"what": refusal.field}
    except BUSY:
        why = _("Its readers are being counted at this moment. Please try again.")
    row.state = RehearsalState.FAILED if why else RehearsalState.DONE
    row.finished_at, row.why, row.result = clock(), why[:500], result
    row.save(update_fields=["state", "finished_at", "why", "result"])


def freeze_in_memory(issue: NewsletterIssue, *, now: datetime) -> Frozen:
    """Freeze a letter by the very steps that freeze it for sending, and take all of it back.

    What is frozen already is read. Raises what freezing does.
    """
    with transaction.atomic():
        sending = Sending.objects.of_page(issue.translation_key).select_related("campaign", "site", "topic").first()
        if sending is None:
            sending = Sending.objects.create(
                site=issue.get_site(), topic=issue.topic, page_key=issue.translation_key, title=issue.title,
                start_at=now, freeze_at=now, planned_at=now, step=Step.FREEZING,
            )  # fmt: skip
        frozen = _read(handing_over(sending, issue, now=now))
        transaction.set_rollback(True)
    return frozen


def _read(campaign: Campaign) -> Frozen:
    rows = BulkDelivery.objects.filter(campaign=campaign)
    readers = dict(rows.order_by().values_list("lane").annotate(Count("pk")))
    fields = ("pk", "edition_id", "address", "recipient", "token", "sections", "attempts")
    parcels = {
        lane: [Parcel._make(row) for row in rows.filter(lane=lane).order_by("pk").values_list(*fields)[:MOST]]
        for lane in readers
    }
    editions = Edition.objects.filter(campaign=campaign).select_related("campaign__site")
    return Frozen(
        parcels, readers, {each.pk: PreparedEdition(each) for each in editions}, sum(campaign.excluded.values())
    )  # fmt: skip


def _numbers(frozen: Frozen, done: Rehearsed, issue: NewsletterIssue, now: datetime) -> dict[str, Any]:
    sending = Sending.objects.of_page(issue.translation_key).first()
    expected = bulk.forecast(
        readers=frozen.readers, at=sending.start_at if sending else now, keeps_quiet=not sending or sending.keeps_quiet,
        now=now,
    )  # fmt: skip
    takes = (expected.ends_at - expected.starts_at).total_seconds() if expected.ends_at else None
    smallest, average, largest = done.sizes
    return {
        "readers": sum(frozen.readers.values()), "left_out": frozen.excluded, "tried": done.tried, "taken": done.taken,
        "seconds": round(done.seconds, 1), "rate": round(done.rate, 1), "smallest": smallest, "average": average,
        "largest": largest, "takes": takes, "by_lane": dict(done.by_lane),
    }  # fmt: skip
