"""Say before a campaign is approved when it will be out, and what holds it back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.mail.bulk import budget
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.providers import group_of
from cms.mail.bulk.querysets import OPEN, QUIET_FROM
from cms.mail.bulk.timing import next_open
from cms.mail.models import BulkDelivery, Campaign

# What a lane without a limit is reckoned with: modest for a mail server of one's own.
RECKONED_RATE = 20.0  # messages a second
# Nobody plans further; a budget that is too small for the readers shows as this many days.
FURTHEST = 60  # days


@dataclass(frozen=True)
class Forecast:
    """When a campaign will have left, if nothing goes wrong.

    ends_at is None when it would take more than 60 days. days: how many of it leave on each day. waits_for_budget,
    waits_for_rate: whether the daily budget, or the pace of some provider, is what makes it longer than a quarter of an
    hour. ahead: how many mails of other campaigns leave before it. a_day: how many may leave in a day, None for any
    number. keeps_quiet: whether the nights are left out; is_put_off: whether it begins later for that than asked for.
    """

    starts_at: datetime
    ends_at: datetime | None
    days: list[tuple[date, int]] = field(default_factory=list)
    waits_for_budget: bool = False
    waits_for_rate: bool = False
    ahead: int = 0
    a_day: int | None = None
    keeps_quiet: bool = True
    is_put_off: bool = False

    @property
    def readers(self) -> int:
        """How many leave on all these days together."""
        return sum(number for _day, number in self.days)

    @property
    def takes(self) -> timedelta:
        """From the first to the last, rounded up to whole minutes, one at least."""
        seconds = ((self.ends_at or self.starts_at) - self.starts_at).total_seconds()
        return timedelta(minutes=max(1, -(-seconds // 60)))

    @property
    def takes_in_words(self) -> str:
        """How long it takes, roughly, in the active language."""
        minutes = int(self.takes.total_seconds() // 60)
        if minutes < 90:
            return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
        hours = round(minutes / 60)
        if hours < 36:
            return ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}
        days = (timezone.localdate(self.ends_at) - timezone.localdate(self.starts_at)).days + 1
        return ngettext("over %(n)d day", "over %(n)d days", days) % {"n": days}

    @property
    def reasons(self) -> list[str]:
        """Why it takes so long, in sentences in the active language."""
        told = []
        if self.ahead:
            first = ngettext(
                "%(n)d letter of other bulk mails leaves first.", "%(n)d letters of other bulk mails leave first.",
                self.ahead,
            )  # fmt: skip
            told.append(first % {"n": self.ahead})
        if self.waits_for_budget:
            told.append(_("At most %(n)d mails leave in a day; the rest goes on the next day.") % {"n": self.a_day})
        if self.waits_for_rate:
            told.append(_("Some mail providers take letters only slowly."))
        if self.keeps_quiet and (self.is_put_off or len(self.sending_days) > 1):
            told.append(_("Nothing leaves between nine in the evening and seven in the morning."))
        return told

    @property
    def sending_days(self) -> list[tuple[date, int]]:
        """The days on which some of it leave."""
        return [(day, number) for day, number in self.days if number]


def forecast_of(campaign: Campaign, *, at: datetime | None = None, now: datetime) -> Forecast:
    """Reckon for a prepared campaign that starts at `at`, or now."""
    counted = BulkDelivery.objects.of(campaign).unsettled().order_by().values_list("lane").annotate(Count("pk"))
    return forecast(readers=dict(counted), at=at, keeps_quiet=campaign.keeps_quiet, besides=campaign.pk, now=now)


def forecast_for(
    addresses: list[str], *, at: datetime | None = None, keeps_quiet: bool = True, now: datetime
) -> Forecast:
    """Reckon for readers who have not been prepared yet."""
    return forecast(readers=Counter(map(group_of, addresses)), at=at, keeps_quiet=keeps_quiet, now=now)


def forecast(
    *, readers: Mapping[str, int], at: datetime | None = None, keeps_quiet: bool = True, besides: int | None = None,
    now: datetime,
) -> Forecast:  # fmt: skip
    """Reckon when so many readers of each group of providers will have been written to.

    readers: by the names of `providers.GROUPS`. Campaigns that run already go first. besides: one that does not count
    as such. The daily budget, quiet hours and the lanes' present pace are kept.
    """
    asked_for = max(at or now, now)
    starts_at = next_open(asked_for, keeps_quiet=keeps_quiet)
    rates = {lane.group: lane.rate or RECKONED_RATE for lane in have_lanes()}
    waiting = _ahead(besides, starts_at)
    ahead = sum(waiting.values())
    rest = Counter({group: number for group, number in readers.items() if number > 0})
    a_day = budget.most()
    moment, days, budget_was_short = starts_at, [], False
    ends_at = starts_at
    while rest and len(days) < FURTHEST:
        evening = _closes(moment, keeps_quiet)
        may_leave = _budget_on(moment, a_day, now)
        first, used = _leave(waiting, rates, evening - moment, may_leave)
        left = None if may_leave is None else may_leave - sum(first.values())
        gone, seconds = _leave(rest, rates, evening - moment - used, left)
        waiting -= first
        rest -= gone
        days.append((timezone.localdate(moment), sum(gone.values())))
        ends_at = moment + used + seconds
        if rest:
            budget_was_short |= may_leave is not None and sum(first.values()) + sum(gone.values()) >= may_leave
            moment = next_open(_midnight_after(moment), keeps_quiet=keeps_quiet)
    takes_long = ends_at - starts_at > timedelta(minutes=15) and not budget_was_short
    return Forecast(
        starts_at, None if rest else ends_at, days, waits_for_budget=budget_was_short, waits_for_rate=takes_long,
        ahead=ahead, a_day=a_day, keeps_quiet=keeps_quiet, is_put_off=starts_at > asked_for,
    )  # fmt: skip


def _ahead(besides: int | None, starts_at: datetime) -> Counter[str]:
    running = Campaign.objects.sendable(at=starts_at).exclude(pk=besides)
    waiting: Counter[str] = Counter()
    for campaign in running:
        rows = BulkDelivery.objects.of(campaign).filter(state__in=OPEN).order_by()
        waiting.update(dict(rows.values_list("lane").annotate(Count("pk"))))
    return waiting


def _leave(
    waiting: Counter[str], rates: Mapping[str, float], within: timedelta, may_leave: int | None
) -> tuple[Counter[str], timedelta]:  # fmt: skip
    """Return how many of each group leave in a time, and how long the slowest of them takes."""
    seconds = max(within.total_seconds(), 0)
    leaving = Counter({group: min(number, int(rates[group] * seconds)) for group, number in waiting.items()})
    too_many = leaving.total() - may_leave if may_leave is not None else 0
    for group, number in leaving.most_common():
        if too_many <= 0:
            break
        leaving[group] -= min(number, too_many)
        too_many -= min(number, too_many)
    longest = max((number / rates[group] for group, number in leaving.items()), default=0.0)
    return +leaving, timedelta(seconds=longest)


def _budget_on(moment: datetime, a_day: int | None, now: datetime) -> int | None:
    is_today = timezone.localdate(moment) == timezone.localdate(now)
    return budget.left(now=now) if is_today else a_day


def _closes(moment: datetime, keeps_quiet: bool) -> datetime:
    local = timezone.localtime(moment)
    return datetime.combine(local.date(), QUIET_FROM, local.tzinfo) if keeps_quiet else _midnight_after(moment)


def _midnight_after(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)
