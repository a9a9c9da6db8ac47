"""Deadlines on the clock on the wall."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from events.registration.deadlines import days_before

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "days", "at", "zone", "deadline"),
    [
        # 6 December, 14:00 in Japan: seven days before at 17:00.
        (datetime(2026, 12, 6, 5, tzinfo=UTC), 7, time(17), TOKYO, "2026-11-29T17:00:00+09:00"),
        # 00:30 in Japan is still the day before in UTC.
        (datetime(2026, 12, 5, 15, 30, tzinfo=UTC), 1, time(17), TOKYO, "2026-12-05T17:00:00+09:00"),
        # The clocks went forward in between: still 17:00 on the wall.
        (datetime(2026, 4, 2, 8, tzinfo=UTC), 7, time(17), BERLIN, "2026-03-26T17:00:00+01:00"),
        # 2:30 does not exist on the day the clocks go forward.
        (datetime(2026, 3, 30, 8, tzinfo=UTC), 1, time(2, 30), BERLIN, "2026-03-29T03:30:00+02:00"),
        # 2:30 comes twice on the day the clocks go back: the first is meant.
        (datetime(2026, 10, 26, 8, tzinfo=UTC), 1, time(2, 30), BERLIN, "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 3, 1, 3, tzinfo=UTC), 1, time(17), TOKYO, "2026-02-28T17:00:00+09:00"),
    ],
)
def test_days_before_at_a_time(moment: datetime, days: int, at: time, zone: ZoneInfo, deadline: str) -> None:
    assert days_before(moment, days=days, at=at, zone=zone).astimezone(zone).isoformat() == deadline
