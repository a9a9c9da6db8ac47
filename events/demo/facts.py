"""Reads the facts and the words, and says what becomes of each key of the facts."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

# key of an event in the facts: what holds it on the site
USES: dict[str, str] = {
    "id": "slug",
    "name_ja": "title of the Japanese page, and the edition",
    "name_en": "title of the English page",
    "kind": "Event.kind",
    "dates": "Session, or a sentence about earlier dates",
    "fy": "Event.fiscal_year, or a sentence about earlier dates",
    "place": "Venue, or Event.place",
    "organisers": "EventOrganiser",
    "languages": "EventLanguage",
    "capacity": "CapacityPool.capacity",
    "fee": "Event.fee_yen",
    "booking": "offerings of the kind slot, or Event.mode",
    "summary_ja": "report of the Japanese page",
    "summary_en": "report of the English page",
    "sources": "a paragraph at the end of the body",
    "num": "EventFigure",
    "activity": "Event.activity_key",
    "demo": "Session, EventLanguage, CapacityPool, Desk, Chapter: see DEMO_USES",
    "demo_note": "a paragraph at the end of the body",
    "desks": "Desk",
    "data_quality": "Event.contact_phone stays empty",
    "parts": "Chapter.part",
    "recording": "Event.recording_url",
    "network": "EventOrganiser",
}
DEMO_USES: dict[str, str] = {
    "relative": "Session.starts_at and ends_at",
    "langs": "EventLanguage",
    "capacity": "CapacityPool.capacity",
    "booking": "Event.party_max",
    "desks": "Desk, and the capacity of a slot",
    "slots_minutes": "Offering of the kind slot",
    "slots": "Offering of the kind slot",
    "sessions": "Session",
    "attend_all": "one Offering of the kind course",
    "chapters": "Chapter",
}
BOOKING_USES: dict[str, str] = {
    "type": "Offering.kind, Event.mode",
    "slots_per_day": "Offering of the kind slot",
    "days": "Session",
    "total_slots": "Offering",
}
NUMBER_USES: dict[str, str] = {"participants_approx": "EventFigure", "languages": "EventFigure"}


@cache
def events() -> list[dict[str, Any]]:
    """The 14 events."""
    return _json("events")


@cache
def sources() -> dict[str, dict[str, Any]]:
    """The documents by their id."""
    return {item["id"]: item for item in _json("sources")}


@cache
def words(code: str) -> dict[str, Any]:
    """The words of all pages in one language."""
    return tomllib.loads((HERE / "texts" / f"{code}.toml").read_text(encoding="utf-8"))


def _json(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))["items"]
