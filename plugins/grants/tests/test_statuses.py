"""What a call and a grant are said to be, and that lists say the same."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.utils import timezone

from plugins.grants import months, statuses
from plugins.grants.choices import Cycle
from plugins.grants.japan_time import JAPAN, days_until, end_of
from plugins.grants.models import GrantCall, GrantProgramme
from plugins.grants.statuses import Status, Windows

from .conftest import NOW

WINDOWS = Windows()


def of_call(call, now=NOW):
    return statuses.of_call(call, now=now, windows=WINDOWS)


def of(programme, now=NOW):
    return statuses.of_programme(programme, programme.calls.all(), now=now, windows=WINDOWS)


# Deadlines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_day_alone_is_open_to_its_last_second_in_japan_whatever_the_server_keeps(grant, call, settings, server):
    settings.TIME_ZONE = server
    with timezone.override(server):
        programme = grant()
        row = GrantCall.objects.get(pk=call(programme, closes_on="2026-12-26").pk)
        last_second = datetime(2026, 12, 26, 23, 59, 59, tzinfo=JAPAN)
        midnight = datetime(2026, 12, 27, 0, 0, 0, tzinfo=JAPAN)
        assert of_call(row, last_second.astimezone(UTC)) == Status.CLOSING
        assert of_call(row, midnight.astimezone(UTC)) == Status.CLOSED
        rows = GrantCall.objects.standing(at=last_second, windows=WINDOWS)
        assert rows.get().status == Status.CLOSING
        assert GrantCall.objects.standing(at=midnight, windows=WINDOWS).get().status == Status.CLOSED


def test_a_call_opens_at_midnight_in_japan(grant, call):
    row = call(grant(), opens_on="2026-12-01", closes_on="2026-12-26")
    assert of_call(row, datetime(2026, 11, 30, 23, 59, 59, tzinfo=JAPAN)) == Status.ANNOUNCED
    assert of_call(row, datetime(2026, 11, 30, 15, 0, 0, tzinfo=UTC)) == Status.OPEN


def test_a_time_is_the_moment_itself(grant, call):
    row = call(grant(), closes_on="2026-12-26", closes_time="15:00")
    assert of_call(row, datetime(2026, 12, 26, 14, 59, 59, tzinfo=JAPAN)) == Status.CLOSING
    assert of_call(row, datetime(2026, 12, 26, 15, 0, 0, tzinfo=JAPAN)) == Status.CLOSED


def test_a_minute_before_midnight_means_the_whole_day():
    assert end_of(date(2026, 12, 26), time(23, 59)) == end_of(date(2026, 12, 26))


def test_days_are_counted_as_japanese_days():
    late = datetime(2026, 12, 24, 16, tzinfo=UTC)  # the 25th in Japan
    assert days_until(date(2026, 12, 26), now=late) == 1


# One call -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"opens_on": "2026-12-01", "closes_on": "2026-12-26"}, Status.ANNOUNCED),
        ({"opens_on": "2026-11-01", "closes_on": "2027-01-15"}, Status.OPEN),
        ({"closes_on": "2027-01-15"}, Status.OPEN),
        ({"opens_on": "2026-11-01"}, Status.OPEN),
        ({"opens_on": "2026-11-01", "closes_on": "2026-12-05"}, Status.CLOSING),
        ({"closes_on": "2026-11-25", "decision_on": "2027-02-01"}, Status.CLOSED),
        ({"closes_on": "2026-11-25"}, Status.CLOSED),
        ({"closes_on": "2026-07-01"}, Status.OVER),
        ({"closes_on": "2026-09-25", "decision_on": "2026-11-20"}, Status.RESULTS),
        ({"closes_on": "2026-06-25", "decision_on": "2026-08-20"}, Status.OVER),
    ],
)
def test_the_status_of_a_call(grant, call, facts, status):
    row = call(grant(), **facts)
    assert of_call(row) == status
    assert GrantCall.objects.standing(at=NOW, windows=WINDOWS).get().status == status


def test_an_estimate_is_no_status_of_a_call(grant, call):
    call(grant(), closes_on="2026-12-26")
    rows = GrantCall.objects.with_status(Status.ESTIMATED, at=NOW, windows=WINDOWS)
    assert list(rows) == []


# The yearly roll-over -------------------------------------------------------------------------------------------


def test_after_it_closed_the_next_is_expected_a_year_later(grant, call):
    programme = grant(opens_month=12)
    call(programme, opens_on="2026-12-01", closes_on="2026-12-26", decision_on="2027-03-20")
    closed = of(programme, datetime(2026, 12, 28, tzinfo=JAPAN))
    assert (closed.status, closed.expected) == (Status.CLOSED, months.index_of(date(2027, 12, 1)))
    later = of(programme, datetime(2027, 8, 1, tzinfo=JAPAN))
    assert (later.status, later.expected) == (Status.ESTIMATED, months.index_of(date(2027, 12, 1)))


def test_a_call_that_came_some_days_early_is_not_expected_again_in_its_month(grant, call):
    programme = grant(opens_month=12)
    call(programme, opens_on="2026-11-20", closes_on="2026-11-25", decision_on="2026-11-26")
    assert of(programme, datetime(2026, 12, 5, tzinfo=JAPAN)).expected == months.index_of(date(2027, 12, 1))


def test_the_month_that_has_begun_is_still_expected(grant):
    programme = grant(opens_month=11)
    assert of(programme).expected == months.index_of(date(2026, 11, 1))


def test_a_grant_that_comes_twice_is_expected_in_the_nearer_month(grant, call):
    programme = grant(cycle=Cycle.TWICE, opens_month=4, opens_month_2=10)
    call(programme, opens_on="2026-10-01", closes_on="2026-10-20")
    assert of(programme).expected == months.index_of(date(2027, 4, 1))


def test_the_real_call_ends_the_estimate(grant, call):
    programme = grant(opens_month=12)
    assert of(programme).status == Status.ESTIMATED
    call(programme, opens_on="2026-12-05", closes_on="2026-12-26")
    standing = of(programme)
    assert (standing.status, standing.expected) == (Status.ANNOUNCED, None)


@pytest.mark.parametrize("cycle", [Cycle.ROLLING, Cycle.IRREGULAR])
def test_what_has_no_rhythm_is_not_expected(grant, cycle):
    assert of(grant(cycle=cycle, opens_month=12)).expected is None


def test_what_has_ended_for_good_is_not_expected(grant):
    standing = of(grant(opens_month=12, has_ended=True))
    assert (standing.status, standing.expected) == (Status.OVER, None)


def test_an_estimate_is_never_among_the_deadlines_of_calendars(grant):
    grant(opens_month=12)
    assert list(GrantCall.objects.with_deadline_ahead(at=NOW)) == []


def test_the_tightest_of_several_calls_says_how_a_grant_stands(grant, call):
    programme = grant()
    call(programme, closes_on="2027-01-30", label="late")
    soon = call(programme, closes_on="2026-12-01", label="soon")
    assert of(programme) == statuses.Standing(Status.CLOSING, soon)


def test_a_decision_in_march_is_of_the_call_s_fiscal_year_and_the_next_calendar_year(grant, call):
    row = call(grant(), opens_on="2026-12-01", closes_on="2026-12-26", decision_month=3)
    assert row.fiscal_year == row.decision_year
    assert row.fiscal_year.year == 2026
    assert months.day_of(row.decided_month) == date(2027, 3, 1)


# Lists and pages say the same -----------------------------------------------------------------------------------


def test_lists_and_pages_agree_about_every_grant(grant, call):
    """Grants with every kind of past and future, at moments around all their turns."""
    day = timedelta(days=1)
    cycles = [(Cycle.ANNUAL, 12, None), (Cycle.ANNUAL, 3, None), (Cycle.TWICE, 4, 10), (Cycle.ROLLING, None, None)]
    offsets = [(-400, -370, -300), (-90, -60, -5), (-90, -60, 20), (-20, 9, 60), (-20, 40, None), (5, 30, 90)]
    for number, ((cycle, first, second), ended) in enumerate(product(cycles, [False, True])):
        for more, (opens, closes, decided) in enumerate([*offsets, (None, None, None), (-30, None, None)]):
            programme = grant(
                f"助成{number}-{more}", cycle=cycle, opens_month=first, opens_month_2=second, has_ended=ended
            )
            if opens is None:
                continue
            today = NOW.date()
            call(
                programme, opens_on=today + opens * day, closes_on=today + closes * day if closes else None,
                decision_on=today + decided * day if decided else None,
            )  # fmt: skip
            if more % 2:
                call(programme, closes_on=today + 3 * day)
    for moment in (NOW, NOW - 100 * day, NOW + 10 * day, NOW + 200 * day, NOW + 800 * day):
        in_lists = {
            row.pk: (row.status, row.expected) for row in GrantProgramme.objects.standing(at=moment, windows=WINDOWS)
        }
        in_memory = {}
        for programme in GrantProgramme.objects.prefetch_related("calls"):
            standing = of(programme, moment)
            in_memory[programme.pk] = (standing.status.value, standing.expected)
        assert in_lists == in_memory


@pytest.mark.parametrize("last", [None, *range(24300, 24330, 5)])
@pytest.mark.parametrize("month", range(1, 13))
def test_the_next_month_is_one_of_the_usual_and_far_enough(month, last):
    found = months.next_month(months=[month], cycle=Cycle.ANNUAL, last=last, now=NOW)
    assert found is not None
    assert found % 12 + 1 == month
    assert found >= months.index_of(NOW.date())
    assert last is None or found >= last + 6


def test_an_empty_grant_needs_no_database():
    bare = SimpleNamespace(has_ended=False, months=[], cycle=Cycle.ANNUAL)
    assert statuses.of_programme(bare, [], now=NOW, windows=WINDOWS).status == Status.OVER
