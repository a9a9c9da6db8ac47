"""Deadlines as people say them: "7 days before, 17:00", read off the clock on the wall of the event's place."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def days_before(moment: datetime, *, days: int, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment at which the clock shows `at`, `days` calendar days before the local day of `moment`.

    A time that a change of the clocks leaves out becomes the first one that exists; of one that comes twice, the first
    is meant.
    """
    day = moment.astimezone(zone).date() - timedelta(days=days)
    local = datetime.combine(day, at, tzinfo=zone)
    # There and back through UTC moves a wall-clock time that does not exist to one that does.
    return local.astimezone(ZoneInfo("UTC")).astimezone(zone)
