"""How many places are left; who comes, who waits and why; who came."""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation

from events.registration import services
from events.registration.exceptions import NotExpected, UnknownPlace
from events.registration.models import Event, Member, Offering, Registration
from events.registration.outcomes import EventAvailability, Openness
from events.registration.party import NeedAsked, Person
from tests.factories.events import NOW, EventFactory, bookable, course, key, party, registered

pytestmark = pytest.mark.django_db


def left(offering: Offering, *, days: int = 0) -> EventAvailability:
    return services.availability_of(event=Event.objects.get(pk=offering.event_id), now=NOW + timedelta(days=days))


def test_places_left_are_counted() -> None:
    offering = bookable(capacity=20)
    registered(offering, seats=3)
    assert (left(offering).free, left(offering).openness) == (17, Openness.OPEN)


def test_few_places_are_called_few() -> None:
    offering = bookable(capacity=8)
    registered(offering, seats=3)
    assert left(offering).openness == Openness.FEW_LEFT


@pytest.mark.parametrize(
    ("event", "days", "openness"),
    [
        ({"opens_at": NOW + timedelta(days=1)}, 0, Openness.NOT_YET),
        ({"closes_at": NOW + timedelta(days=1)}, 1, Openness.CLOSED),
        ({"draft": True}, 0, Openness.NOT_YET),
        ({}, 31, Openness.OVER),
        ({"booking": "not_needed"}, 0, Openness.NO_BOOKING),
        ({"capacity": 0}, 0, Openness.WAITING),
        ({"capacity": 0, "no_waiting": True}, 0, Openness.FULL),
        ({"capacity": 0, "lottery": True}, 0, Openness.OPEN),
        ({"capacity": None}, 0, Openness.OPEN),
    ],
)
def test_an_event_says_what_one_can_do(event: dict[str, object], days: int, openness: Openness) -> None:
    assert left(bookable(**event), days=days).openness == openness


def test_a_cancelled_event_says_so() -> None:
    offering = bookable()
    services.cancel_event(event=offering.event_id, by=None, now=NOW)
    assert left(offering).openness == Openness.CANCELLED


def test_places_that_somebody_waits_for_are_not_free_for_others() -> None:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    assert (left(offering).openness, left(offering).waiting) == (Openness.WAITING, 1)


def test_offerings_that_share_places_count_them_once() -> None:
    whole, _singles = course(dates=2, capacity=5)
    assert left(whole).free == 10


def test_an_event_without_offerings_takes_no_registrations() -> None:
    event = EventFactory()
    assert not services.availability_of(event=event, now=NOW).takes_registrations


def test_a_list_of_events_costs_the_same_whatever_its_length(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(12):
        registered(bookable(capacity=1 + number % 2), number)
    for events in (Event.objects.all()[:2], Event.objects.all()):
        rows = list(events)
        with django_assert_num_queries(1):
            services.availability(events=rows, now=NOW)


# Who comes -----------------------------------------------------------------------------------------------------------


def test_a_roster_is_in_the_order_of_readings() -> None:
    offering = bookable()
    for number, kana in enumerate(("わたなべ", "あべ", "がっこう", "かとう"), start=1):
        registered(offering, number, kana=kana)
    rows = services.roster(session=offering.sessions.get())
    assert [row.kana for row in rows] == ["あべ", "がっこう", "かとう", "わたなべ"]


def test_a_family_stands_together_with_its_needs() -> None:
    offering = bookable()
    people = (Person(name="花"), Person(name="太郎", kana="あたろう"))
    registered(offering, 1, kana="わたなべ", seats=2, people=people, needs=(NeedAsked(kind="wheelchair"),))
    registered(offering, 2, kana="やまだ")
    rows = services.roster(session=offering.sessions.get())
    assert [row.name for row in rows] == ["架橋2子", "花", "太郎"]
    assert [len(row.needs) for row in rows] == [0, 1, 0]


def test_who_waits_or_has_cancelled_is_not_on_the_roster() -> None:
    offering = bookable(capacity=1)
    first = registered(offering, 1)
    registered(offering, 2)
    services.cancel(registration=first.pk, now=NOW)
    assert [row.name for row in services.roster(session=offering.sessions.get())] == ["架橋2子"]


def test_a_roster_costs_the_same_whatever_its_length(query_count) -> None:  # type: ignore[no-untyped-def]
    offering = bookable(capacity=None)
    session = offering.sessions.get()
    registered(offering, 0, seats=2)
    short = query_count(lambda: services.roster(session=session))
    for number in range(1, 9):
        registered(offering, number, seats=2, needs=(NeedAsked(kind="wheelchair"),))
    assert query_count(lambda: services.roster(session=session)) <= short


def test_the_queue_says_why_somebody_waits() -> None:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    registered(offering, 3)
    first, second = services.queue_of(event=offering.event_id)
    assert (first.position, len(first.pools), first.behind_others) == (1, 1, False)
    assert (second.position, len(second.pools), second.behind_others) == (2, 0, True)


def test_an_export_has_a_row_for_each_person_and_a_column_for_each_question() -> None:
    offering = bookable()
    question = {
        "key": "why", "label": {"ja": "きっかけ"}, "purpose": {"ja": "次の企画のため"}, "keep": "event",
        "sensitive": False,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=NOW)
    registered(offering, seats=2, answers={"why": "=1+1"})
    with translation.override("ja"):
        headings, rows = services.export(event=offering.event_id)
    assert (headings[0], headings[-1], len(rows)) == ("申込番号", "きっかけ", 2)
    assert all(len(row) == len(headings) for row in rows)
    assert rows[0][-1] == "=1+1"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_export_calls_choices_as_their_rows_do(language: str) -> None:
    offering = bookable()
    people = (Person(name="花", age_band="6-11", mother_tongue="vi"), Person(name="太郎"))
    needs = (NeedAsked(kind="interpreter", language="vi"), NeedAsked(kind="other", details="段差"))
    registered(offering, 1, seats=2, people=people, needs=needs)
    registered(offering, 2)
    with translation.override(language):
        headings, rows = services.export(event=offering.event_id)
        members = Member.objects.order_by("registration__received_at", "registration", "position")
        called = [
            [
                member.registration.get_state_display(), member.registration.get_source_display(),
                member.registration.get_contact_pref_display(), member.get_age_band_display(),
                member.get_mother_tongue_display(),
                "、".join(
                    " ".join(filter(None, (need.get_kind_display(), need.get_language_display(), need.details)))
                    for need in member.registration.needs.all()
                ),
            ]
            for member in members
        ]  # fmt: skip
    columns = [1, 2, 10, 20, 22, 24]
    assert [[row[column] for column in columns] for row in rows] == called
    assert len(headings) == 26
    assert called[0][4:] != ["", ""]


def calls_a_person(write: Callable[[Event], object]) -> float:
    """How many Python functions are called for one more person."""
    counts = []
    offering = bookable(capacity=None)
    for people in (5, 25):
        while Registration.objects.filter(offering=offering).count() < people:
            registered(offering, Registration.objects.count())
        write(offering.event)
        profile = cProfile.Profile()
        profile.runcall(write, offering.event)
        counts.append(sum(entry.callcount for entry in profile.getstats()))
    return (counts[1] - counts[0]) / 20


def test_a_further_person_of_an_export_takes_few_calls() -> None:
    """Half the time of an export of 2,000 people went into lists of choices, made anew for each cell."""
    assert calls_a_person(lambda event: services.export(event=event.pk)) < 700
    # The control: what five such cells took.
    rows = Registration.objects.all()
    assert calls_a_person(lambda event: [row.get_state_display() for row in rows.filter(event=event)] * 5) > 100


def test_my_data_is_all_there_is() -> None:
    offering = bookable()
    registration = registered(offering, seats=2, needs=(NeedAsked(kind="allergy", details="卵"),))
    data = services.my_data(registration=registration)
    assert (data["name"], len(data["people"]), data["needs"][0]["details"]) == ("架橋1子", 2, "卵")


# Who came -------------------------------------------------------------------------------------------------------------


def test_a_family_is_checked_in_together() -> None:
    offering = bookable()
    registration, session = registered(offering, seats=3), offering.sessions.get()
    done = services.check_in(registration=registration.pk, session=session.pk, by=None, now=NOW)
    assert (len(done.members), done.already, session.attendances.count()) == (3, False, 3)


def test_checking_in_twice_is_checking_in_once() -> None:
    offering = bookable()
    registration, session = registered(offering), offering.sessions.get()
    done = [services.check_in(registration=registration.pk, session=session.pk, by=None, now=NOW) for _ in range(2)]
    assert [each.already for each in done] == [False, True]
    assert registration.log.filter(action="checked_in").count() == 1


def test_some_of_a_family_can_be_checked_in() -> None:
    offering = bookable()
    registration, session = registered(offering, seats=3), offering.sessions.get()
    one = registration.members.first()
    assert one is not None
    services.check_in(registration=registration.pk, session=session.pk, by=None, now=NOW, members=[one.pk])
    attended = [row.attended[session.pk] for row in services.roster(session=session)]
    assert attended == [True, False, False]


def test_a_check_in_can_be_undone() -> None:
    offering = bookable()
    registration, session = registered(offering), offering.sessions.get()
    services.check_in(registration=registration.pk, session=session.pk, by=None, now=NOW)
    assert services.undo_check_in(registration=registration.pk, session=session.pk, by=None, now=NOW) == 1
    assert not session.attendances.exists()


def test_who_waits_cannot_be_checked_in() -> None:
    offering = bookable(capacity=0)
    with pytest.raises(NotExpected):
        services.check_in(registration=registered(offering).pk, session=offering.sessions.get().pk, by=None, now=NOW)


def test_nobody_is_checked_in_on_a_date_not_booked() -> None:
    _whole, singles = course(dates=2)
    registration = registered(singles[0])
    with pytest.raises(UnknownPlace):
        services.check_in(registration=registration.pk, session=singles[1].sessions.get().pk, by=None, now=NOW)


def test_a_walk_in_to_a_series_takes_the_single_date() -> None:
    whole, singles = course(dates=2)
    session = singles[1].sessions.get()
    done = services.walk_in(session=session.pk, party=party(), idem_key=key(), by=None, now=NOW)
    assert done.registration.offering == singles[1]
    assert whole.registrations.count() == 0
