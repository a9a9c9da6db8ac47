"""Two hundred people, twenty places, eight processes."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from cms.mail.models import Mailing
from events.registration import services
from events.registration.exceptions import PoolsBusy
from events.registration.models import Registration
from events.registration.services.locks import locked_pools
from events.registration.standing import position
from tests.factories.events import NOW, bookable, party, pool_of

from .crowd import Crowd, Job, acknowledge, holds, lines, without_lock

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, EACH, PLACES = 8, 25, 20


def registering(offering: int) -> Job:
    """Each process registers twenty-five people; who got no answer sends again with the same key."""

    def job(number: int, file: Path) -> None:
        answered = len(lines(file))
        for person in range(number * EACH + answered, (number + 1) * EACH):
            for _attempt in range(20):
                try:
                    done = services.register(
                        offering=offering, idem_key=f"key-of-person-{person:06}", party=party(person), locale="ja",
                        now=NOW,
                    )  # fmt: skip
                    break
                except PoolsBusy:
                    continue
            acknowledge(file, person, done.registration.code, done.registration.state)

    return job


def states() -> Counter[str]:
    return Counter(Registration.objects.values_list("state", flat=True))


def positions() -> list[int]:
    waiting = Registration.objects.filter(state="waitlisted").prefetch_related("allocations")
    return sorted(position(row) or 0 for row in waiting)


def test_exactly_as_many_have_a_place_as_there_are_places(tmp_path: Path) -> None:
    offering = bookable(capacity=PLACES)
    Crowd(registering(offering.pk), size=PROCESSES, folder=tmp_path).run()
    assert states() == {"confirmed": PLACES, "waitlisted": PROCESSES * EACH - PLACES}
    assert positions() == list(range(1, PROCESSES * EACH - PLACES + 1))
    assert holds(NOW) == []


def test_the_same_when_processes_are_killed_and_people_send_again(tmp_path: Path) -> None:
    offering = bookable(capacity=PLACES)
    crowd = Crowd(registering(offering.pk), size=PROCESSES, folder=tmp_path)
    acknowledged = crowd.run(kill_every=0.25)
    assert crowd.kills > 0
    assert states() == {"confirmed": PLACES, "waitlisted": PROCESSES * EACH - PLACES}
    assert positions() == list(range(1, PROCESSES * EACH - PLACES + 1))
    known = set(Registration.objects.values_list("code", "state"))
    told = {tuple(line.rstrip(".").split(" ")[1:]) for line in acknowledged}
    assert told - known == set()
    assert Mailing.objects.count() == PROCESSES * EACH
    assert holds(NOW) == []


def test_with_the_lock_switched_off_more_have_a_place_than_there_are(tmp_path: Path) -> None:
    offering = bookable(capacity=PLACES)
    job = registering(offering.pk)

    def careless(number: int, file: Path) -> None:
        for _attempt in range(200):
            try:
                return job(number, file)
            except (IntegrityError, OperationalError):  # the database's own walls, where they are hit
                time.sleep(0.005)

    Crowd(without_lock(careless), size=PROCESSES, folder=tmp_path).run()
    assert states()["confirmed"] > PLACES or holds(NOW)
    assert Registration.objects.filter(state="confirmed").count() != PLACES


def test_a_process_that_dies_with_the_lock_lets_the_next_one_in(tmp_path: Path) -> None:
    offering = bookable(capacity=PLACES)
    pools = [pool_of(offering).pk]

    def dies_inside(number: int, file: Path) -> None:
        if number == 0 and not file.exists():
            with locked_pools(pools):
                file.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        registering(offering.pk)(number, file)

    Crowd(dies_inside, size=1, folder=tmp_path).run()
    assert states()["confirmed"] == PLACES
    assert holds(NOW) == []
