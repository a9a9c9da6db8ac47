"""Who comes along, what they need and what they answered."""

from __future__ import annotations

import pytest

from cms.mail.models import Delivery, Mailing
from events.registration import services
from events.registration.exceptions import InvalidInput
from events.registration.models import Answer, Need
from events.registration.party import NeedAsked, Person
from events.registration.states import State
from tests.factories.events import CONSENT, NOW, bookable, fresh, registered

pytestmark = pytest.mark.django_db


def test_there_is_a_row_for_each_person() -> None:
    registration = registered(bookable(), seats=3, people=(Person(name="花"), Person(name="太郎", age_band="6-11")))
    assert list(registration.members.values_list("position", "name", "age_band")) == [
        (1, "花", ""), (2, "太郎", "6-11"), (3, "", ""),
    ]  # fmt: skip


def test_needs_are_not_stored_without_their_consent() -> None:
    needs = (NeedAsked(kind="wheelchair"),)
    registered(bookable(), needs=needs, consent=None)
    assert Need.objects.count() == 0
    registered(bookable(), 2, needs=needs, consent=CONSENT)
    assert Need.objects.count() == 1


def test_an_interpreter_is_taken_only_when_asked_for() -> None:
    offering = bookable()
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    registered(offering, 1)
    registered(offering, 2, needs=(NeedAsked(kind="interpreter", language="vi"),))
    pool.refresh_from_db()
    assert pool.held == 1


def test_who_needs_an_interpreter_that_is_not_free_has_a_place_and_waits_for_the_interpreter() -> None:
    offering = bookable()
    services.add_interpreters(event=offering.event, language="vi", capacity=1)
    need = (NeedAsked(kind="interpreter", language="vi"),)
    registered(offering, 1, needs=need)
    second = registered(offering, 2, needs=need)
    assert second.state == State.CONFIRMED
    assert list(second.allocations.values_list("is_primary", "state").order_by("-is_primary")) == [
        (True, "held"), (False, "queued"),
    ]  # fmt: skip


def test_an_interpreter_given_back_goes_to_who_waits_for_one() -> None:
    offering = bookable()
    services.add_interpreters(event=offering.event, language="vi", capacity=1)
    need = (NeedAsked(kind="interpreter", language="vi"),)
    first, second = registered(offering, 1, needs=need), registered(offering, 2, needs=need)
    services.cancel(registration=first.pk, now=NOW)
    assert not second.allocations.filter(state="queued").exists()
    assert Mailing.objects.filter(kind="registration.need_met").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"kana": "Hanako"}, "kana"),
        ({"email": "nobody"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"phone": "053-000-12"}, "phone"),
        ({"phone": "090-0000-00000"}, "phone"),
        ({"email": "", "phone": ""}, "email"),
        ({"seats": 0}, "seats"),
        ({"name": "あ" * 101}, "name"),
        ({"people": (Person(age_band="old"),)}, "people.0.age_band"),
        ({"needs": (NeedAsked(kind="interpreter"),)}, "needs.0.language"),
    ],
)
def test_bad_input_is_refused_at_its_field(facts: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        registered(bookable(), **facts)
    assert field in refusal.value.errors


@pytest.mark.every_case
@pytest.mark.parametrize("name", ["𠮷野家 髙子", "田\x00中\x0b太郎", "أحمد ‏علي", "🎉 花子", "\u202eevil"])
def test_any_name_is_stored(name: str) -> None:
    stored = fresh(registered(bookable(), name=name)).name
    assert stored
    assert not set(stored) & set("\x00\x0b\u202e")


def test_a_carrier_address_is_accepted() -> None:
    registered(bookable(), email="taro.@docomo.ne.jp")
    assert Delivery.objects.get().address == "taro.@docomo.ne.jp"


def test_answers_are_kept_with_the_question_they_belong_to() -> None:
    offering = bookable()
    question = {
        "key": "why", "label": {"ja": "きっかけ"}, "purpose": {"ja": "次の企画のため"}, "keep": "event",
        "sensitive": False, "required": True,
    }  # fmt: skip
    each = question | {"key": "grade", "scope": "person", "required": False}
    services.publish_form(event=offering.event, questions=[question, each], by=None, now=NOW)
    registered(offering, seats=2, answers={"why": "ちらし"}, people=(Person(), Person(answers={"grade": "6年"})))
    assert set(Answer.objects.values_list("question", "value", "member__position")) == {
        ("why", "ちらし", None), ("grade", "6年", 2),
    }  # fmt: skip


def test_a_required_answer_that_is_missing_is_refused() -> None:
    offering = bookable()
    question = {
        "key": "why", "label": {"ja": "きっかけ"}, "purpose": {"ja": "次の企画のため"}, "keep": "event",
        "sensitive": False, "required": True,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=NOW)
    with pytest.raises(InvalidInput) as refusal:
        registered(offering)
    assert "answers.why" in refusal.value.errors
