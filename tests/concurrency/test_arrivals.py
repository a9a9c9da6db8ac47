"""Who comes first stands first: people who press the button one after another stand in the queue in that order."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from events.registration import services
from events.registration.models import Allocation, Offering
from events.registration.services.ledger import Ledger
from events.registration.services.locks import locked_pools
from events.registration.tokens import Purpose
from tests.factories.event_pages import offered, told
from tests.factories.events import default_site

from .over_http import Answer, Site, register_all

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, GAP, PEOPLE = 8, 0.02, 200
# Fewer people come in the run of everything, whose other tests take the machine from them: then more slowly.
GAP_BESIDE_OTHERS = 0.1
# Each process has one request in hand, and the lock of PostgreSQL is a queue. On SQLite a request stands in a line
# twice: for the count of forms, and at the pool.
FURTHEST = {"postgresql": PROCESSES, "sqlite": 2 * PROCESSES}


@pytest.fixture
def bookable(settings) -> Offering:
    """A date without a place, so that all stand in one queue."""
    settings.PROXY_COUNT = 1
    return offered(told(), capacity=0)


def shifts(offering: Offering, answers: list[Answer]) -> list[int]:
    """Return by how many places each person stands away from where she came, in the order in which they came."""
    now, came = timezone.now(), sorted(answers, key=lambda answer: answer.sent_at)
    queue = list(
        Allocation.objects.filter(registration__offering=offering, is_primary=True)
        .order_by("arrived_at")
        .values_list("registration", flat=True)
    )
    place = {registration: number for number, registration in enumerate(queue)}
    tokens = [answer.location.rstrip("/").rpartition("/")[2] for answer in came]
    found = [services.resolve(token=token, purpose=Purpose.MANAGE, now=now, site=default_site()) for token in tokens]
    return [abs(place[row.pk] - number) for number, row in enumerate(found) if row is not None]


def one_after_another(offering: Offering, people: int, folder: Path, *, lock: Any = None) -> list[int]:
    with Site(size=PROCESSES, lock=lock) as site:
        answers = register_all(
            site,
            event=offering.event_id,
            offering=offering.pk,
            people=people,
            folder=folder,
            gap=GAP if people >= PEOPLE else GAP_BESIDE_OTHERS,
            patience=480.0,
        )
    assert {answer.status for answer in answers} == {303}
    found = shifts(offering, answers)
    print(f"{connection.vendor}: of {people} people the furthest stands {max(found)} places from where she came,"
          f" on average {sum(found) / people:.1f}")  # fmt: skip
    return found


def test_nobody_stands_far_from_where_she_came(
    bookable: Offering, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    people = min(request.config.getoption("--people"), PEOPLE)
    found = one_after_another(bookable, people, tmp_path)
    assert len(found) == people
    assert max(found) <= FURTHEST[connection.vendor]


@pytest.mark.thorough  # that the test above can fail
def test_control_somebody_who_is_held_up_at_the_door_stands_far_behind(bookable: Offering, tmp_path: Path) -> None:
    number = multiprocessing.get_context("fork").Value("i", 0)

    @contextmanager
    def dawdling(ids: Any, **options: Any) -> Iterator[Ledger]:
        with number.get_lock():
            number.value += 1
            is_held_up = number.value == 5
        if is_held_up:
            while number.value < 60:
                time.sleep(0.05)
        with locked_pools(ids, **options) as ledger:
            yield ledger

    found = one_after_another(bookable, 80, tmp_path, lock=dawdling)
    assert max(found) > FURTHEST[connection.vendor]
