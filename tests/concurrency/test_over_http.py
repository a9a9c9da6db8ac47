"""Ten times as many people as there are places send the form at once, to a site of eight processes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from events.registration import services
from events.registration.models import CapacityPool, Offering, Registration
from events.registration.tokens import Purpose
from tests.factories.event_pages import offered, told
from tests.factories.events import default_site

from .crowd import holds, no_lock
from .over_http import Answer, Site, register_all
from .test_one_pool import positions, states

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 8


@pytest.fixture
def people(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("--people")  # type: ignore[no-any-return]


@pytest.fixture
def bookable(settings, people: int) -> Offering:
    """A date with a place for one in ten; the site stands behind one proxy, which tells connections apart."""
    settings.PROXY_COUNT = 1
    return offered(told(), capacity=people // 10)


def registered(
    offering: Offering, people: int, folder: Path, *, kill_every: float | None = None, lock: Any = None
) -> list[Answer]:
    with Site(size=PROCESSES, lock=lock) as site:
        answers = register_all(
            site, event=offering.event_id, offering=offering.pk, people=people, folder=folder, kill_every=kill_every,
            patience=240.0 + people,
        )  # fmt: skip
        assert site.kills > 0 or kill_every is None
    return answers


def told_to(answer: Answer) -> Registration | None:
    """The booking that the link opens to which somebody was led."""
    token = answer.location.rstrip("/").rpartition("/")[2]
    return services.resolve(token=token, purpose=Purpose.MANAGE, now=timezone.now(), site=default_site())


def assert_as_many_as_there_are_places(answers: list[Answer], people: int) -> None:
    places = people // 10
    assert Counter(answer.status for answer in answers) == {303: people}
    assert [answer.others for answer in answers if set(answer.others) - {200}] == []
    assert states() == {"confirmed": places, "waitlisted": people - places}
    assert positions() == list(range(1, people - places + 1))
    bookings = [told_to(answer) for answer in answers]
    assert [answer for answer, booking in zip(answers, bookings, strict=True) if booking is None] == []
    assert len({booking.pk for booking in bookings if booking}) == people
    assert holds(timezone.now()) == []


def test_exactly_as_many_have_a_place_as_there_are_places(bookable: Offering, people: int, tmp_path: Path) -> None:
    answers = registered(bookable, people, tmp_path)
    assert_as_many_as_there_are_places(answers, people)


def test_the_same_when_processes_are_killed_and_people_send_again(
    bookable: Offering, people: int, tmp_path: Path
) -> None:
    answers = registered(bookable, people, tmp_path, kill_every=0.25)
    assert_as_many_as_there_are_places(answers, people)
    assert any(answer.sent > 1 for answer in answers), "nobody was hit by a kill"


@pytest.mark.thorough  # that the test above can fail
def test_control_with_the_lock_switched_off_it_does_not_come_out(
    bookable: Offering, people: int, tmp_path: Path
) -> None:
    people = min(people, 80)  # the database's own walls slow a crowd down that nothing keeps in line
    CapacityPool.objects.update(capacity=people // 10, ceiling=people // 10)
    answers = registered(bookable, people, tmp_path, lock=no_lock)
    with pytest.raises(AssertionError):
        assert_as_many_as_there_are_places(answers, people)
    assert (
        states()["confirmed"] != people // 10 or holds(timezone.now()) or {answer.status for answer in answers} != {303}
    )
