"""The answer 0 is an answer, though Python takes it for False: how many children come, how often somebody came."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from events.registration import services
from events.registration.exceptions import InvalidInput
from events.registration.forms.meanwhile import say_what_changed
from events.registration.models import Answer
from events.registration.questions import is_nothing
from tests.factories.events import NOW, bookable, registered

pytestmark = pytest.mark.django_db

QUESTION = {
    "key": "children", "type": "number", "label": {"ja": "子どもの人数"}, "purpose": {"ja": "席のため"},
    "keep": "event", "sensitive": False, "required": True,
}  # fmt: skip


@pytest.mark.parametrize("answer", ["0", "０", 0])
def test_zero_answers_a_question_that_must_be_answered(answer: Any) -> None:
    offering = bookable()
    services.publish_form(event=offering.event, questions=[QUESTION], by=None, now=NOW)
    registered(offering, answers={"children": answer})
    assert Answer.objects.get().value == 0


def test_control_no_answer_does_not() -> None:
    offering = bookable()
    services.publish_form(event=offering.event, questions=[QUESTION], by=None, now=NOW)
    with pytest.raises(InvalidInput):
        registered(offering, answers={"children": ""})


class Form(forms.Form):
    children = forms.CharField(required=False)


@pytest.mark.parametrize(("known", "typed"), [(0, "0"), (None, ""), (0, "1"), (1, "0"), (0, ""), (None, "0")])
def test_what_changed_meanwhile_is_said_of_a_zero_too(known: Any, typed: str) -> None:
    form = Form({"children": typed})
    say_what_changed(form, {"children": known})
    said = " ".join(form.errors.get("children", []))
    is_same = typed == ("" if known is None else str(known))
    assert bool(said) != is_same
    assert is_same or ("0" in said if known == 0 else True)


def test_what_is_nothing() -> None:
    assert [each for each in (None, "", [], False, 0, "0", [0], True) if is_nothing(each)] == [None, "", [], False]
