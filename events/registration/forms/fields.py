"""Fields as people need them: one line, a telephone, an answer to a question of the event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.typed_as_typed import CharField
from events.registration.questions import LONGEST_LINE, LONGEST_TEXT, AnswerType, Question

Choices = Iterable[tuple[str, Any]]
CHOOSE = _("Please choose one of the answers.")


def line(
    label: Any, *, longest: int, required: bool = False, help_text: Any = "", missing: Any = "", **attributes: str
) -> forms.Field:
    """Return a field for one line.

    missing: what is said when it must be filled in and is not. attributes: of the input, with _ for -; `type` changes
    what a phone's keys show.
    """
    kind = attributes.pop("type", "text")
    widget = forms.TextInput(attrs={name.replace("_", "-"): value for name, value in attributes.items()})
    widget.input_type = kind
    return CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=widget,
        error_messages=_messages(missing),
    )  # fmt: skip


def lines(label: Any, *, longest: int, rows: int, help_text: Any = "", **attributes: Any) -> forms.Field:
    """Return a field for a few lines, such as an address, which browsers fill in whole into several lines only."""
    widget = forms.Textarea(attrs=attributes | {"rows": rows})
    return CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=help_text,
        widget=widget,
        error_messages=_messages(""),
    )


def choice(label: Any, choices: Choices, *, help_text: Any = "", required: bool = False) -> forms.Field:
    """Return a field to choose one from a list that folds out."""
    return forms.ChoiceField(
        label=label, choices=list(choices), help_text=help_text, required=required, error_messages=_messages(CHOOSE)
    )


def radio(label: Any, choices: Choices, *, help_text: Any = "", missing: Any = "") -> forms.Field:
    """Return a field to choose one of a few, all of which are seen at once. missing: said when none is chosen."""
    return forms.ChoiceField(
        label=label, choices=list(choices), help_text=help_text, widget=forms.RadioSelect,
        error_messages=_messages(missing or CHOOSE),
    )  # fmt: skip


def tick(label: Any, *, help_text: Any = "", required: bool = False, missing: Any = "") -> forms.Field:
    """Return a box to tick. missing: what is said when it must be ticked and is not."""
    return forms.BooleanField(label=label, help_text=help_text, required=required, error_messages=_messages(missing))


def _messages(missing: Any) -> dict[str, Any]:
    """What is said of a field, in the words of this site where Django's are those of a machine."""
    said = {"invalid_choice": CHOOSE, "max_length": _("This is too long: at most %(limit_value)d characters, please.")}
    return said | ({"required": missing} if missing else {})


def answer(question: Question) -> forms.Field:
    """Return the field of a question. What an answer must be is checked where it is stored."""
    until = _("Erased when the event is over.") if question.keep == "day" else ""
    said = " ".join(str(each) for each in (question.display_help, question.display_purpose, until) if each)
    options = question.display_options
    match question.type:
        case AnswerType.TEXT:
            made: forms.Field = CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
        case AnswerType.YES:
            made = forms.BooleanField()
        case AnswerType.CHOICE:
            empty = [] if question.required else [("", _("No answer"))]
            made = forms.ChoiceField(choices=[*empty, *options], widget=forms.RadioSelect)
        case AnswerType.CHOICES:
            made = forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple)
        case AnswerType.NUMBER:
            made = line("", longest=20, inputmode="numeric")
        case AnswerType.DATE:
            made = line("", longest=20, type="date")
        case _:
            made = line("", longest=LONGEST_LINE)
    made.label, made.help_text, made.required = question.display_label, said, question.required
    made.error_messages |= _messages(_("Please answer this question."))
    return made
