"""Everything at once, in any order, with processes dying: what must hold holds."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Greatest

from cms.mail.models import Mailing
from events.registration import services
from events.registration.exceptions import Refused
from events.registration.models import CapacityPool, Event, Offering, Registration, RegistrationEvent
from events.registration.party import NeedAsked
from tests.factories.events import NOW, bookable, course, party

from .crowd import Crowd, Job, acknowledge, holds, lines

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, STEPS = 6, 30


def busy(offerings: list[int]) -> Job:
    """Each process does thirty things, chosen at random, at times that go on."""

    def job(number: int, file: Path) -> None:
        # Who was killed goes on with the next thing.
        for step in range(len(lines(file)), STEPS):
            acknowledge(file, step)
            now = NOW + timedelta(minutes=step * 90 + number)
            try:
                said = random.choices(list(ACTS), weights=list(ACTS.values()))[0](offerings, now)
            except Refused:
                continue
            if said:
                acknowledge(told(file), said)

    return job


def told(file: Path) -> Path:
    """Where a process keeps the booking numbers that it told to people."""
    return file.with_suffix(".codes")


def some(**choice: Any) -> int:
    rows = list(Registration.objects.filter(**choice).values_list("pk", flat=True))
    return random.choice(rows) if rows else 0


def comes(offerings: list[int], now: Any) -> str:
    person = random.randrange(10_000)
    needs = (NeedAsked(kind="interpreter", language="vi"),) if random.random() < 0.3 else ()
    done = services.register(
        offering=random.choice(offerings), idem_key=f"key-of-person-{person:06}", locale=random.choice(["ja", "en"]),
        party=party(person, seats=random.randint(1, 4), needs=needs, **({} if person % 10 else {"email": ""})),
        now=now,
    )  # fmt: skip
    return done.registration.code


def cancels(offerings: list[int], now: Any) -> None:
    services.cancel(registration=some(state__in=["confirmed", "waitlisted", "offered"]), now=now)


def gives_one_back(offerings: list[int], now: Any) -> None:
    pk = some(state="confirmed", seats__gt=1)
    members = list(Registration.objects.get(pk=pk).members.filter(cancelled_at=None)) if pk else []
    if members:
        services.give_back(registration=pk, members=[members[-1].pk], now=now)


def changes(offerings: list[int], now: Any) -> None:
    pk = some(state__in=["confirmed", "waitlisted"])
    services.change(registration=pk, party=party(pk + 20_000, seats=random.randint(1, 5)), now=now)


def moves(offerings: list[int], now: Any) -> None:
    services.move(
        registration=some(state__in=["confirmed", "waitlisted"]), offering=random.choice(offerings), now=now,
        may_wait=True,
    )  # fmt: skip


def accepts(offerings: list[int], now: Any) -> None:
    services.accept_offer(registration=some(state="offered"), now=now)


def declines(offerings: list[int], now: Any) -> None:
    services.decline_offer(registration=some(state="offered"), now=now)


def time_passes(offerings: list[int], now: Any) -> None:
    services.expire_offers(now=now)


def capacity_changes(offerings: list[int], now: Any) -> None:
    pool = random.choice(list(CapacityPool.objects.values_list("pk", flat=True)))
    services.set_capacity(pool=pool, capacity=random.randint(0, 15), by=None, now=now)


def staff_make_room(offerings: list[int], now: Any) -> None:
    services.override_confirm(
        registration=some(state__in=["waitlisted", "offered"]), by=None, reason="特別な事情", now=now
    )


def is_forgotten(offerings: list[int], now: Any) -> None:
    services.erase_now(registration=some(erased_at=None), by=None, now=now)


ACTS: dict[Any, int] = {
    comes: 40, cancels: 10, gives_one_back: 8, changes: 8, moves: 5, accepts: 8, declines: 3, time_passes: 8,
    capacity_changes: 5, staff_make_room: 2, is_forgotten: 2,
}  # fmt: skip


def scene(kind: str) -> list[int]:
    """Return the ids of offerings: one date, dates that share pools, who waits is asked, smaller parties go ahead."""
    facts: dict[str, Any] = {"duplicates": "none"}
    if kind == "course":
        whole, singles = course(dates=3, capacity=8, **facts)
        return [whole.pk, *(single.pk for single in singles)]
    # Forty-five hours go by: an offer that is open for two is taken back when nobody answers.
    first = bookable(capacity=10, offer_hours=2, **facts, **({} if kind == "auto" else {kind: True}))
    second: Offering = services.add_offering(
        event=first.event, sessions=list(first.sessions.all()), capacity=6, unit="party"
    )
    services.add_interpreters(event=first.event, language="vi", capacity=2)
    return [first.pk, second.pk]


def one_is_accepted_and_the_others_run_out(offerings: list[int]) -> None:
    """Offer places to who waits still; one of them answers in time: in the crowd it is chance whether anybody does."""
    for pool in CapacityPool.objects.filter(taken_by__offering__in=offerings, taken_by__when_needed=False).distinct():
        services.set_capacity(pool=pool.pk, capacity=pool.held + 8, by=None, now=NOW + timedelta(days=2))
    in_time = NOW + timedelta(days=2, hours=1)
    services.accept_offer(registration=some(state="offered", offer_expires_at__gt=in_time), now=in_time)
    assert services.expire_offers(now=NOW + timedelta(days=2, hours=3)) > 0


@pytest.mark.parametrize(
    "kind",
    ["offers", "course", *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("auto", "fills"))],
)
def test_what_must_hold_holds_after_everything_at_once(kind: str, tmp_path: Path) -> None:
    offerings = scene(kind)
    crowd = Crowd(busy(offerings), size=PROCESSES, folder=tmp_path)
    done = crowd.run(kill_every=0.4)
    if kind == "offers":
        one_is_accepted_and_the_others_run_out(offerings)
    assert holds(NOW + timedelta(days=3)) == []
    assert len(done) == PROCESSES * STEPS
    assert Registration.objects.count() > 20
    assert Mailing.objects.exists()
    assert Event.objects.count() == 1
    actions = Counter(RegistrationEvent.objects.values_list("action", flat=True))
    assert {"registered", "cancelled", "changed"} <= set(actions)
    if kind == "offers":
        assert {"offered", "accepted"} <= set(actions)
    codes = {line.rstrip(".") for file in tmp_path.glob("*.codes") for line in lines(file)}
    assert codes
    assert codes - set(Registration.objects.values_list("code", flat=True)) == set()
    # Control: one unit that nobody has is noticed.
    CapacityPool.objects.filter(pk=CapacityPool.objects.earliest("pk").pk).update(
        ceiling=Greatest(F("ceiling"), F("held") + 1), held=F("held") + 1
    )
    assert {violation.name for violation in holds(NOW + timedelta(days=3))} >= {"I1"}
