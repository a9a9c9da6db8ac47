"""Making an event bookable."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from events.registration import services
from events.registration.exceptions import FormFrozen, QuestionsNotComplete
from events.registration.models import Desk, Event, EventLanguage, FormVersion
from tests.factories.events import NOW, bookable, course, default_site, registered

pytestmark = pytest.mark.django_db
QUESTION: dict[str, Any] = {
    "key": "why", "label": {"ja": "きっかけ"}, "purpose": {"ja": "次の企画のため"}, "keep": "event", "sensitive": False,
}  # fmt: skip


def test_a_page_family_has_one_event() -> None:
    key = uuid.uuid4()
    first, second = (services.set_up(page_key=key, site=default_site(), kind="forum") for _ in range(2))
    assert first == second


def test_a_copy_has_the_rules_dates_and_capacities_of_its_original() -> None:
    whole, _singles = course(dates=3, capacity=5, party_max=3)
    copy = services.set_up_like(original=whole.event, page_key=uuid.uuid4())
    assert (copy.party_max, copy.sessions.count(), copy.offerings.count(), copy.pools.count()) == (3, 3, 4, 3)
    assert sorted(offering.pools.count() for offering in copy.offerings.all()) == [1, 1, 1, 3]


def test_a_copy_moves_all_dates_by_as_many_days_and_keeps_the_clock() -> None:
    whole, _singles = course(dates=3)
    original = whole.event
    original.tz = "Europe/Berlin"  # puts its clock back in October
    original.save()
    before = [row.starts_at.astimezone(original.zone) for row in original.sessions.order_by("starts_at")]
    day = before[0].date() + timedelta(days=180)
    copy = services.set_up_like(original=original, page_key=uuid.uuid4(), first_day=day)
    after = [row.starts_at.astimezone(copy.zone) for row in copy.sessions.order_by("starts_at")]
    assert [row.date() - old.date() for row, old in zip(after, before, strict=True)] == [timedelta(days=180)] * 3
    assert [row.time() for row in after] == [row.time() for row in before]
    assert (copy.starts_at, copy.registrations.count()) == (after[0], 0)
    lengths = {(row.ends_at - row.starts_at) for event in (original, copy) for row in event.sessions.all()}
    assert len(lengths) == 1


def test_a_copy_of_an_event_without_dates_has_none_on_any_day() -> None:
    original = bookable().event
    original.offerings.all().delete()
    original.sessions.all().delete()
    copy = services.set_up_like(original=original, page_key=uuid.uuid4(), first_day=NOW.date())
    assert not copy.sessions.exists()


def test_a_copy_has_desks_languages_and_questions() -> None:
    original = bookable().event
    Desk.objects.create(event=original, topic="障害福祉", languages=["ja", "vi"])
    EventLanguage.objects.create(event=original, code="vi", use="interpreted")
    services.publish_form(event=original, questions=[QUESTION], by=None, now=NOW)
    copy = services.set_up_like(original=original, page_key=uuid.uuid4())
    assert (copy.desks.get().languages, copy.languages.get().code) == (["ja", "vi"], "vi")
    assert copy.form_versions.get().schema == original.form_versions.get().schema


def test_a_copy_has_no_registration_and_all_places_free() -> None:
    offering = bookable(capacity=5)
    registered(offering, seats=3)
    copy = services.set_up_like(original=offering.event, page_key=uuid.uuid4())
    assert (copy.registrations.count(), copy.pools.get().held, copy.pools.get().free) == (0, 0, 5)


def test_a_copy_is_in_preparation_with_calendar_entries_of_its_own() -> None:
    original = bookable().event
    copy = services.set_up_like(original=original, page_key=uuid.uuid4())
    assert copy.status == "draft"
    assert copy.sessions.get().ical_uid != original.sessions.get().ical_uid


def test_a_family_that_has_an_event_keeps_it() -> None:
    original, other = bookable().event, bookable().event
    assert services.set_up_like(original=original, page_key=other.page_key) == other


def test_a_form_has_versions() -> None:
    event = bookable().event
    for label in ("きっかけ", "きっかけ", "どこで知りましたか"):
        services.publish_form(event=event, questions=[QUESTION | {"label": {"ja": label}}], by=None, now=NOW)
    assert list(event.form_versions.values_list("number", flat=True)) == [2, 1]


def test_an_answer_keeps_the_version_that_was_asked() -> None:
    offering = bookable()
    services.publish_form(event=offering.event, questions=[QUESTION], by=None, now=NOW)
    registration = registered(offering)
    services.publish_form(event=offering.event, questions=[], by=None, now=NOW)
    assert registration.form_version is not None
    assert registration.form_version.number == 1


def test_a_published_version_cannot_be_changed() -> None:
    form = services.publish_form(event=bookable().event, questions=[QUESTION], by=None, now=NOW)
    form.schema = []
    with pytest.raises(FormFrozen):
        form.save()


@pytest.mark.parametrize(
    ("lack", "field"),
    [
        ({"purpose": {}}, "0.purpose"),
        ({"keep": ""}, "0.keep"),
        ({"sensitive": None}, "0.sensitive"),
        ({"label": {"en": "Why"}}, "0.label"),
        ({"key": "二"}, "0.key"),
        ({"type": "choice"}, "0.options"),
        ({"sensitive": True, "required": True}, "0.required"),
    ],
)
def test_a_form_that_lacks_something_is_not_published(lack: dict[str, Any], field: str) -> None:
    if field == "0.key":
        lack = {"key": "not a name"}
    with pytest.raises(QuestionsNotComplete) as refusal:
        services.publish_form(event=bookable().event, questions=[QUESTION | lack], by=None, now=NOW)
    assert field in refusal.value.problems
    assert not FormVersion.objects.exists()


def test_dates_set_the_span_of_an_event() -> None:
    whole, singles = course(dates=3)
    event = Event.objects.get()
    first, last = singles[0].sessions.get(), singles[2].sessions.get()
    assert (event.starts_at, event.ends_at) == (first.starts_at, last.ends_at)
    last.delete()
    event.refresh_from_db()
    assert event.ends_at == singles[1].sessions.get().ends_at
    assert whole.sessions.count() == 2
