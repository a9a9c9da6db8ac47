"""The people of a form: those about whom nothing is written are rendered once for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string

from events.registration.forms.party import NUMBER_MARK, PLACE_MARK, PartyForm
from events.registration.questions import AnswerType, Question, Scope
from tests.factories.events import bookable

pytestmark = pytest.mark.django_db
LUNCH, SHOES = {"ja": "お昼"}, {"ja": "くつ"}
QUESTIONS = [
    Question(key="lunch", scope=Scope.PERSON, label=LUNCH, type=AnswerType.CHOICE, options=[("a", LUNCH)]),
    Question(key="shoes", scope=Scope.PERSON, label=SHOES, type=AnswerType.CHOICES, options=[("b", SHOES)]),
    Question(key="first", scope=Scope.PERSON, label={"ja": "初めて"}, type=AnswerType.YES),
]


@pytest.fixture
def form(rf: Any) -> Any:
    offering = bookable()
    offering.event.kind, offering.event.party_max = "guidance", 5

    def make(data: dict[str, str] | None = None, **further: Any) -> PartyForm:
        return PartyForm(
            data, request=rf.get("/"), event=offering.event, offerings=[offering], questions=QUESTIONS, **further
        )

    return make


def companions(form: PartyForm) -> Any:
    return next(part.companions for part in form.parts if part.key == "people")


def rendered(form: PartyForm) -> str:
    template = engines["django"].from_string("{% load registration_fields %}{% people companions %}")
    return template.render({"companions": companions(form)})


def one_by_one(form: PartyForm) -> str:
    return "".join(
        render_to_string("event_registration/companion.html", {"companion": each}) for each in companions(form)
    )


WRITTEN = {"seats": "3", "name": "花", "p2_name": "太郎", "p3_kana": " ", "p4_q_first": "on", "p1_q_lunch": "c"}


@pytest.mark.parametrize("data", [None, WRITTEN], ids=["empty", "written"])
def test_people_are_rendered_as_if_one_by_one(form: Any, data: dict[str, str] | None) -> None:
    asked = form(data)
    assert len(companions(asked)) == 5
    assert rendered(asked) == one_by_one(asked)


def test_what_is_known_of_somebody_is_hers_alone(form: Any) -> None:
    asked = form(initial={"p1_name": "太郎", "p3_mother_tongue": "vi"})
    assert rendered(asked) == one_by_one(asked)
    assert rendered(asked).count("太郎") == 1


def test_the_marks_of_numbers_do_not_stay(form: Any) -> None:
    assert not {PLACE_MARK, NUMBER_MARK} & set(rendered(form()))


def test_each_person_has_fields_of_her_own(form: Any) -> None:
    asked = form(WRITTEN | {"seats": "5"})
    asked.is_valid()
    assert [asked.cleaned_data.get(f"p{number}_name") for number in range(5)] == [None, "", "太郎", "", ""]
    assert [asked.cleaned_data[f"p{number}_q_first"] for number in range(5)] == [False, False, False, False, True]
    assert [name for name in asked.errors if name.startswith("p")] == ["p1_q_lunch"]
