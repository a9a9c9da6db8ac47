"""A centre as large as they get: 10,000 organisations, 50,000 events, 1,000,000 registrations and what plugins add.

Organisations and events are copies of the demo's (`tests.bench.multiply`), pages in all their languages. Registrations
are spread over the copies' events, but for one that is still to come and has `CROWD` of them. Of events that are over
for longer than it is kept, personal data is erased, as it would be.

A plugin adds what is its own in `plugins/<slug>/tests/large.py`: `fill()` returns what it made, in words.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ORGANISATIONS, EVENTS, REGISTRATIONS, CROWD = 10_000, 50_000, 1_000_000, 2_000
BATCH = 5_000
PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def fill() -> None:
    """Make the demo in this process's database that large, and print what was made and how long it took."""
    from django.apps import apps

    from .multiply import multiply

    organisations = apps.get_model("organisations.Organisation").objects.count()
    events = apps.get_model("event_registration.Event").objects.count()
    steps: list[tuple[str, Callable[[], int]]] = [
        ("organisations", lambda: multiply(-(-ORGANISATIONS // organisations), labels=("organisations",))),
        ("events and their pages", lambda: multiply(-(-EVENTS // events), labels=("events", "event_registration"))),
        ("registrations", lambda: register(REGISTRATIONS)),
        *of_plugins(),
    ]
    for name, make in steps:
        began = time.perf_counter()
        print(f"{make()} {name} in {time.perf_counter() - began:.0f} s", flush=True)


def of_plugins() -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield what plugins add, in words, and what makes it."""
    for file in sorted(PLUGINS.glob("*/tests/large.py")):
        module = import_module(f"plugins.{file.parts[-3]}.tests.large")
        yield module.WHAT, module.fill


def register(number: int) -> int:
    """Register `number` parties of one person for the offerings that nobody has registered for; return `number`."""
    from django.db import transaction
    from django.utils import timezone

    from events.registration.models import CapacityPool, Event, Offering, OfferingPool, Registration

    now = timezone.now()
    pools = dict(OfferingPool.objects.filter(when_needed=False).order_by("-pk").values_list("offering", "pool"))
    taken = set(Registration.objects.values_list("event", flat=True))
    ends = dict(Event.objects.exclude(pk__in=taken).exclude(ends_at=None).values_list("pk", "ends_at"))
    offerings = [
        (offering, event, pools[offering])
        for offering, event in Offering.objects.values_list("pk", "event").order_by("pk")
        if event in ends and offering in pools
    ]
    crowded = next(place for place in offerings if ends[place[1]] > now + timedelta(days=2))
    CapacityPool.objects.exclude(event__in=taken).update(capacity=None, ceiling=None, held=0, next_seq=1)
    places = itertools.chain(itertools.repeat(crowded, CROWD), itertools.cycle(offerings))
    with transaction.atomic():
        held = Held(now, ends)
        for begin in range(0, number, BATCH):
            held.write(list(itertools.islice(places, min(BATCH, number - begin))))
        held.close()
    return number


class Held:
    """Writes registrations with all that a confirmed one has. ends: when each event ends, by key."""

    def __init__(self, now: datetime, ends: dict[int, datetime]) -> None:
        self.now, self.ends = now, ends
        self.numbers = itertools.count()
        self.pools: dict[int, int] = {}

    def write(self, places: Any) -> None:
        """places: of each registration its offering, event and pool, by key."""
        from events.registration.models import Allocation, Member, Registration, RegistrationEvent

        rows = [self._registration(offering, event) for offering, event, _pool in places]
        Registration.objects.bulk_create(rows)
        Member.objects.bulk_create([Member(registration=row, position=1, name=row.name, kana=row.kana) for row in rows])
        Allocation.objects.bulk_create(
            [self._allocation(row, pool) for row, (_, _, pool) in zip(rows, places, strict=True)]
        )
        RegistrationEvent.objects.bulk_create(
            [
                RegistrationEvent(
                    event_id=row.event_id, registration=row, at=row.received_at, action="registered", after=row.state,
                    actor="citizen", tells="", message_key="", data={},
                )
                for row in rows
            ]
        )  # fmt: skip

    def close(self) -> None:
        """Count in each pool what is held of it."""
        from events.registration.models import CapacityPool

        pools = [CapacityPool(pk=pk, held=held, next_seq=held + 1) for pk, held in self.pools.items()]
        CapacityPool.objects.bulk_update(pools, ["held", "next_seq"], batch_size=400)

    def _registration(self, offering: int, event: int) -> Any:
        from events.registration.models import Registration

        number, over = next(self.numbers), self.ends[event]
        received = min(over, self.now) - timedelta(days=3 + number % 20)
        erased = over < self.now - timedelta(days=200)
        words = {} if erased else {
            "name": "見本 花子", "kana": "みほん はなこ", "email": f"person{number}@example.jp",
            "email_hash": f"{number:064d}", "phone": f"053-{number // 10000:04}-{number % 10000:04}",
        }  # fmt: skip
        return Registration(
            event_id=event, offering_id=offering, code=f"B{number:08X}", idem_key=f"bench-{number}", seats=1,
            state="confirmed", locale="ja", received_at=received, created_at=received, confirmed_at=received,
            consent_version="1", consent_locale="ja", consented_at=received,
            erased_at=over if erased else None, **words,
        )  # fmt: skip

    def _allocation(self, row: Any, pool: int) -> Any:
        from events.registration.models import Allocation

        self.pools[pool] = seq = self.pools.get(pool, 0) + 1
        return Allocation(
            registration=row, pool_id=pool, units=1, state="held", seq=seq, arrived_at=row.received_at,
            held_at=row.received_at,
        )  # fmt: skip
