"""While a crowd registers on SQLite, all others who write come to their turn: staff, the mail worker, anybody."""

from __future__ import annotations

import multiprocessing
import os
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.mail.claiming import claim
from cms.sqlite.base import DatabaseWrapper
from events.models import EventPage
from events.registration.models import Offering, Registration
from tests.factories.event_pages import offered, told

from .over_http import Site, register_all

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers"),
]

FORK = multiprocessing.get_context("fork")
PROCESSES, PEOPLE = 8, 80
# Each process has one request in hand, and somebody may finish between two looks.
FURTHEST = 2 * PROCESSES
MOST_CROWDS = 6


def one_statement() -> int:
    User.objects.filter(username="staff").update(last_login=timezone.now())
    return Registration.objects.count()


def a_page() -> int:
    page = EventPage.objects.get()
    page.lead = f"{time.monotonic()}"
    with transaction.atomic():
        registered = Registration.objects.count()
        page.save_revision().publish()
    return registered


def a_mail() -> int:
    claim(now=timezone.now())
    return Registration.objects.count()


class Other:
    """A process that writes something over and over; `work` says how many had registered when it could.

    stands_in_line: else it waits as SQLite lets who wait, for the control.
    """

    def __init__(self, work: Callable[[], int], *, folder: Path, over: Any, stands_in_line: bool) -> None:
        self.work, self.file, self.over, self.stands_in_line = work, folder / work.__name__, over, stands_in_line
        self.process = FORK.Process(target=self._run, daemon=True)
        self.process.start()

    def overtaken(self) -> list[int]:
        """How many registered while it waited, each time."""
        self.process.join(60)
        return [int(line) for line in self.file.read_text().split()]

    def _run(self) -> None:
        if not self.stands_in_line:
            setattr(DatabaseWrapper, "_in_turn", lambda _self: nullcontext())  # noqa: B010 # in this process only
        try:
            found = list(self._until_over())
            self.file.write_text("\n".join(map(str, found)))
        except BaseException:
            self.file.write_text(traceback.format_exc())
        connections.close_all()
        os._exit(0)  # pytest's own endings are not for this process

    def _until_over(self) -> Any:
        while not self.over.is_set():
            came = Registration.objects.count()
            try:
                now = self.work()
            except OperationalError:  # locked out for as long as SQLite waits
                if self.stands_in_line:
                    raise
                now = Registration.objects.count()
            yield now - came
            time.sleep(0.02)


@pytest.fixture
def bookable(settings: Any) -> Offering:
    """A date without a place, so that all stand in one queue."""
    settings.PROXY_COUNT = 1
    User.objects.create_user("staff")
    return offered(told(), capacity=0)


def beside_a_crowd(
    offering: Offering, folder: Path, people: int, *, stand_in_line: bool = True
) -> dict[str, list[int]]:
    """By how many who registered meanwhile each kind of writer was overtaken, each time that it wrote."""
    over = FORK.Event()
    with Site(size=PROCESSES) as site:
        others = [
            Other(work, folder=folder, over=over, stands_in_line=stand_in_line)
            for work in (one_statement, a_page, a_mail)
        ]
        answers = register_all(
            site, event=offering.event_id, offering=offering.pk, people=people, folder=folder, patience=480.0
        )
        over.set()
        found = {other.work.__name__: other.overtaken() for other in others}
    assert {answer.status for answer in answers} == {303}
    for name, numbers in found.items():
        print(f"{name}: wrote {len(numbers)} times, overtaken by {max(numbers)} at most")
    return found


def test_nobody_who_writes_is_overtaken_without_end(
    bookable: Offering, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found = beside_a_crowd(bookable, tmp_path, min(request.config.getoption("--people"), PEOPLE))
    assert {name: max(numbers) for name, numbers in found.items() if max(numbers) > FURTHEST} == {}


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_line_they_are(settings: Any, tmp_path: Path) -> None:
    """On a fast machine a crowd may be gone before somebody was unlucky: then another one comes."""
    settings.PROXY_COUNT = 1
    User.objects.create_user("staff")
    page, furthest = told(), []
    for _crowd in range(MOST_CROWDS):
        offering = offered(page, capacity=0)
        found = beside_a_crowd(offering, tmp_path, PEOPLE, stand_in_line=False)
        furthest.append(max(max(numbers) for numbers in found.values()))
        if furthest[-1] > FURTHEST:
            return
    pytest.fail(f"overtaken by {furthest} at most")
