"""Calendars as files (RFC 5545): the head that all of ours have."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar

#: How often a calendar that subscribes should look again (RFC 7986, 5.7).
REFRESH = timedelta(hours=6)


def begun(*, product: str, name: str, to_subscribe: bool = False) -> Calendar:
    """Return a calendar without entries.

    Args:
        product: who wrote it, a public identifier such as "-//Kakehashi//Events//EN".
        name: what programs call it.
        to_subscribe: whether it is asked for again, and not only kept once.
    """
    made = Calendar()
    made.add("prodid", product)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Tokyo")
    if to_subscribe:
        made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        made.add("x-published-ttl", REFRESH)
    return made
