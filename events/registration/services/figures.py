"""消去の記録: what an erasure leaves, in numbers that name nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from events.registration.models import Attendance, ErasureReport, Event, Member, Need, Registration
from events.registration.states import State

#: What is asked of persons and reported to the city.
ASKED = ("age_band", "mother_tongue")


def keep_figures(*, event: Event, registrations: list[int], now: datetime, on_request: bool = False) -> ErasureReport:
    """Keep the numbers of registrations whose personal data is about to be erased.

    on_request: of a single person who asked. All of these are added up in one report of the event: figures of one
    person that carry the moment of her erasure would tell who they are about.
    """
    counts = _counts(event, registrations) | ({"on_request": True} if on_request else {})
    rows = ErasureReport.objects.select_for_update().filter(event=event, counts__on_request=True)
    known = rows.first() if on_request else None
    if known is None:
        return ErasureReport.objects.create(event=event, erased_at=now, counts=counts)
    known.counts, known.erased_at = added(known.counts, counts), now
    known.save(update_fields=["counts", "erased_at"])
    return known


def added(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return two sets of figures added up."""
    total = dict(first)
    for name, figure in second.items():
        if isinstance(figure, Mapping):
            total[name] = added(total.get(name, {}), figure)
        elif isinstance(figure, bool):
            total[name] = figure
        else:
            total[name] = total.get(name, 0) + figure
    return total


def _counts(event: Event, registrations: list[int]) -> dict[str, Any]:
    """came: per id of a date. needs_by_month: by the month in which the registration was received (2026-05)."""
    rows = Registration.objects.filter(pk__in=registrations)
    people = Member.objects.filter(registration__in=registrations, cancelled_at__isnull=True)
    with_place = people.filter(registration__state=State.CONFIRMED)
    came = Attendance.objects.filter(member__registration__in=registrations)
    needs = Need.objects.filter(registration__in=registrations)
    return {
        "registrations": len(registrations),
        "by_state": _by(rows.values_list("state", flat=True)),
        "by_source": _by(rows.values_list("source", flat=True)),
        "by_language": _by(rows.values_list("locale", flat=True)),
        "people": people.count(),
        "people_with_place": with_place.count(),
        "by_age": _by(with_place.values_list("age_band", flat=True)),
        "by_mother_tongue": _by(with_place.values_list("mother_tongue", flat=True)),
        "needs": _by(needs.values_list("kind", flat=True)),
        "attendances": came.count(),
        "came": _came(came),
        "needs_by_month": _by_month(needs, event),
    }


def _by(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(value for value in values if value))


def _came(rows: Any) -> dict[str, Any]:
    found: dict[str, dict[str, Counter[str]]] = {}
    for session, *values in rows.values_list("session", *(f"member__{name}" for name in ASKED)):
        for name, value in zip(ASKED, values, strict=True):
            found.setdefault(str(session), {}).setdefault(name, Counter()).update([value] if value else [])
    return found


def _by_month(needs: Any, event: Event) -> dict[str, Any]:
    found: dict[str, Counter[str]] = {}
    for received_at, kind in needs.values_list("registration__received_at", "kind"):
        found.setdefault(f"{received_at.astimezone(event.zone):%Y-%m}", Counter()).update([kind])
    return found
