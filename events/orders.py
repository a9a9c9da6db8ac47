"""Which events are shown in which order, for those who remember it until facts change or an event ends (ADR 79)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.registration.models import Event


@dataclass(frozen=True)
class Order:
    """The keys of some events in the order in which they are shown. until: from then on it may be another."""

    keys: Sequence[int]
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


#: For questions that no keys narrow.
EVERYTHING = Order((), None)


def next_end(site: Any, *, now: datetime) -> datetime | None:
    """When the next event of a site ends, which makes it one of the past; None where none will."""
    ends = Event.objects.for_site(site).filter(ends_at__gt=now).order_by("ends_at").values_list("ends_at", flat=True)
    return ends.first()  # type: ignore[no-any-return]
