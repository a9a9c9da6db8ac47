"""How many may leave in a day, when a campaign begins, and what staff are told of both beforehand."""

from datetime import date, timedelta

import pytest

from cms.mail.bulk import services, timing
from cms.mail.bulk.journal import Account
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.settling import settle
from cms.mail.models import Batch, BulkDelivery, Campaign, SendingDay
from cms.mail.states import State
from tests.mail.conftest import NOON
from tests.mail.sink import by_address

from .conftest import drive, reader

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2026, 12, 6), date(2026, 12, 7)


@pytest.fixture
def ten_a_day(settings):
    settings.CMS_BULK_DAILY_BUDGET = 10


def sent():
    return BulkDelivery.objects.totals()[State.SENT]


def test_no_more_leave_in_a_day_than_allowed(running, sink, ten_a_day):
    running(25)
    drive()
    drive(now=NOON + timedelta(hours=1))
    assert sent() == 10


def test_the_next_day_it_goes_on(running, sink, ten_a_day):
    running(25)
    for days in range(3):
        drive(now=NOON + timedelta(days=days))
    assert sent() == 25


def test_campaigns_share_the_budget(running, sink, ten_a_day):
    running(7)
    running(7, key="2")
    drive()
    assert sent() == 10


def test_what_was_put_off_is_given_back(running, sink, ten_a_day):
    sink.rcpt = by_address({"reader3": "450 later"})
    running(12)
    drive()
    assert (sent(), SendingDay.objects.get().taken) == (10, 10)


def test_what_may_have_left_is_not_given_back(running, sink, ten_a_day):
    running(12)
    services.pause(campaign_id=Campaign.objects.get().pk, now=NOON)
    SendingDay.objects.create(sender="noreply@centre.example.jp", day=TODAY, taken=5)
    batch = Batch.objects.create(
        token="b", campaign=Campaign.objects.get(), lane=have_lanes()[0], folder="x", size=5, claimed_at=NOON
    )
    settle(batch=batch, account=Account(), untouched_are_doubtful=True, now=NOON)
    assert SendingDay.objects.get().taken == 5


def test_without_a_budget_nothing_is_counted(running, sink):
    running(3)
    drive()
    assert (sent(), SendingDay.objects.count()) == (3, 0)


def test_a_forecast_says_how_many_leave_on_which_day(prepared, ten_a_day):
    reckoned = services.forecast_of(prepared(25), now=NOON)
    assert reckoned.days == [(TODAY, 10), (TOMORROW, 10), (TOMORROW + timedelta(days=1), 5)]
    assert reckoned.waits_for_budget


def test_a_forecast_comes_true(running, sink, ten_a_day):
    reckoned = services.forecast_of(running(15), now=NOON)
    assert len(reckoned.days) == 2
    for day, number in reckoned.days:
        before = sent()
        drive(now=NOON + (day - TODAY))
        assert sent() - before == number


def test_a_forecast_counts_what_has_left_today(running, prepared, sink, ten_a_day):
    running(8)
    drive()
    assert services.forecast_of(prepared(5, key="2"), now=NOON).days == [(TODAY, 2), (TOMORROW, 3)]


def test_a_forecast_lets_go_first_what_runs_already(running, prepared, ten_a_day):
    running(8)
    reckoned = services.forecast_of(prepared(5, key="2"), now=NOON)
    assert (reckoned.ahead, reckoned.days) == (8, [(TODAY, 2), (TOMORROW, 3)])


def test_a_forecast_knows_the_pace_of_carriers(prepared):
    reckoned = services.forecast(readers={"docomo": 9000, "gmail": 100}, now=NOON)
    assert (reckoned.ends_at, reckoned.waits_for_rate) == (NOON + timedelta(minutes=30), True)


def test_a_forecast_stops_at_night(db):
    evening = NOON + timedelta(hours=8, minutes=50)  # ten minutes before nine
    reckoned = services.forecast(readers={"docomo": 6000}, now=evening)
    assert reckoned.days == [(TODAY, 3000), (TOMORROW, 3000)]
    assert reckoned.ends_at == NOON + timedelta(hours=19, minutes=10)


def test_a_forecast_that_takes_forever_says_so(db, settings):
    settings.CMS_BULK_DAILY_BUDGET = 1
    assert services.forecast(readers={"other": 1000}, now=NOON).ends_at is None


def test_a_forecast_of_nobody_ends_at_once(db):
    assert services.forecast(readers={}, now=NOON).ends_at == NOON


def test_a_forecast_for_addresses_counts_their_providers(db):
    reckoned = services.forecast_for([f"r{number}@docomo.ne.jp" for number in range(50)], now=NOON)
    assert reckoned.ends_at == NOON + timedelta(seconds=10)


@pytest.mark.parametrize(("hours", "begins"), [(0, 0), (8, 8), (10, 19), (15, 19), (19, 19)])
def test_what_keeps_quiet_begins_in_the_morning(hours, begins):
    at = NOON + timedelta(hours=hours)
    assert timing.next_open(at, keeps_quiet=True) == NOON + timedelta(hours=begins)
    assert timing.next_open(at, keeps_quiet=False) == at


def test_a_planned_start_of_many_is_spread(prepared):
    campaign = prepared(3)
    Campaign.objects.update(prepared=20_000)
    at = NOON + timedelta(hours=1)
    begun = services.start(campaign_id=campaign.pk, at=at, now=NOON)
    assert at <= begun.start_at <= at + timedelta(minutes=5)
    assert len({timing.jitter(20_000) for _time in range(50)}) > 1


def test_a_planned_start_of_few_is_kept(prepared):
    at = NOON + timedelta(hours=1)
    assert services.start(campaign_id=prepared([reader(1)]).pk, at=at, now=NOON).start_at == at
