"""Wagtail's comments in a page's form that was opened before somebody else changed them.

Comments are no part of a version: who deletes or changes one does so at once, for all who have the page open. Wagtail
refuses what they save after that, in a form that nobody sees. What others wrote cannot be changed in the editor, so
here it is taken as it stands now, and what is gone is left out.
"""

from collections.abc import Iterator
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME


def take_as_they_stand(formset: Any, user: Any) -> list[str]:
    """Make a bound formset of comments, and those of answers within it, one that can be saved.

    Returns the answers that were written meanwhile to comments that are gone; they are not saved.
    """
    lost: list[str] = []
    for form in formset.initial_forms:
        if form.instance.pk is None:
            if not form.data.get(form.add_prefix(DELETION_FIELD_NAME)):
                lost.extend(_new_answers(form))
                _send(form, DELETION_FIELD_NAME, "on")
            continue
        if form.instance.user_id != user.pk:
            _send(form, "text", form.instance.text)
        for answers in _formsets_of(form):
            take_as_they_stand(answers, user)
    return lost


def _formsets_of(form: Any) -> list[Any]:
    return list(getattr(form, "formsets", {}).values())


def _new_answers(form: Any) -> Iterator[str]:
    for answers in _formsets_of(form):
        for answer in answers.extra_forms:
            if text := (answer.data.get(answer.add_prefix("text")) or "").strip():
                yield text


def _send(form: Any, name: str, value: str) -> None:
    form.data = form.data.copy()
    form.data[form.add_prefix(name)] = value
