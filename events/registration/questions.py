"""The questions of a form: how they are written down, what a form lacks, and what an answer must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.core.models.fact_texts import in_further_language
from cms.core.numerals import half_width

from .texts import one_line, several_lines

LONGEST_LINE, LONGEST_TEXT, MOST_QUESTIONS = 200, 2000, 40


class Scope(StrEnum):
    """Of whom something is asked."""

    PARTY = "party"
    PERSON = "person"


class AnswerType(StrEnum):
    """What an answer is."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES = "yes"
    CHOICE = "choice"
    CHOICES = "choices"


Texts = Mapping[str, str]


def in_words(texts: Texts) -> str:
    """Return the text in the active language, else in Japanese, else in whatever there is."""
    code = get_language() or "ja"
    if not texts.get(code) and (said := in_further_language(code, texts.get("ja"))):
        return said
    for wanted in (code, code.partition("-")[0], "ja", *texts):
        if texts.get(wanted):
            return texts[wanted]
    return ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. Texts are by language, Japanese at least.

    key: what answers are stored under. purpose: why it is asked. keep: "event" until the promised date of erasure;
    "day" only until the last date is over. sensitive: about health, disability or origin; needs its own consent and is
    never required.
    """

    key: str
    scope: str = Scope.PARTY
    type: str = AnswerType.LINE
    label: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    options: Sequence[tuple[str, Texts]] = ()
    required: bool = False
    purpose: Texts = field(default_factory=dict)
    keep: str = ""
    sensitive: bool | None = None

    @property
    def display_label(self) -> str:
        return in_words(self.label)

    @property
    def display_help(self) -> str:
        return in_words(self.help)

    @property
    def display_purpose(self) -> str:
        return in_words(self.purpose)

    @property
    def display_options(self) -> list[tuple[str, str]]:
        return [(value, in_words(texts)) for value, texts in self.options]

    def as_json(self) -> dict[str, Any]:
        """Return it as `FormVersion.schema` holds it; `read_schema` is the way back."""
        return {
            "key": self.key, "scope": str(self.scope), "type": str(self.type), "label": dict(self.label),
            "help": dict(self.help), "options": [[value, dict(texts)] for value, texts in self.options],
            "required": self.required, "purpose": dict(self.purpose), "keep": self.keep, "sensitive": self.sensitive,
        }  # fmt: skip


def read_schema(schema: Sequence[Mapping[str, Any]]) -> list[Question]:
    """Return the questions that a form version holds."""
    known = Question.__dataclass_fields__
    return [
        Question(**{name: value for name, value in row.items() if name in known and name != "options"},
                 options=tuple((value, texts) for value, texts in row.get("options", ())))
        for row in schema
    ]  # fmt: skip


def problems(questions: Sequence[Question]) -> dict[str, str]:
    """Return what keeps a form from being published, by "number.field" of the question, in the active language."""
    found: dict[str, str] = {}
    if len(questions) > MOST_QUESTIONS:
        found["form"] = _("A form has at most %(most)d questions.") % {"most": MOST_QUESTIONS}
    keys = [question.key for question in questions]
    for number, question in enumerate(questions):
        for name, message in _lacks(question, keys).items():
            found[f"{number}.{name}"] = message
    return found


def _lacks(question: Question, keys: list[str]) -> dict[str, str]:
    lacks = {}
    if not question.key.isidentifier() or len(question.key) > 40 or keys.count(question.key) > 1:
        lacks["key"] = _("Give each question a short name of its own in Latin letters.")
    if not question.label.get("ja"):
        lacks["label"] = _("Write the question in Japanese.")
    if not question.purpose.get("ja"):
        lacks["purpose"] = _("Write why this is asked; people read it before they answer.")
    if question.keep not in {"event", "day"}:
        lacks["keep"] = _("Choose how long the answer is kept.")
    if question.sensitive is None:
        lacks["sensitive"] = _("Say whether this is about health, disability or origin.")
    if question.sensitive and question.required:
        lacks["required"] = _("What is about health, disability or origin cannot be required.")
    if question.type not in list(AnswerType) or question.scope not in list(Scope):
        lacks["type"] = _("Choose what kind of answer is expected.")
    if question.type in {AnswerType.CHOICE, AnswerType.CHOICES} and not question.options:
        lacks["options"] = _("Write the answers to choose from.")
    return lacks


def is_nothing(value: Any) -> bool:
    """Whether nothing was answered. 0 is an answer, though Python takes it for False."""
    return value is None or value is False or value == "" or value == []


def clean_answer(question: Question, value: Any) -> Any:
    """Return an answer as it is stored, or None when there is none.

    Raises:
        ValueError: with a message for the person who answered, in the active language.
    """
    cleaned = _CLEANERS[AnswerType(question.type)](question, value)
    if is_nothing(cleaned) and question.required:
        raise ValueError(_("Please answer this question."))
    return cleaned if cleaned not in ("", []) else None


def _line(question: Question, value: Any) -> str:
    return _bounded(one_line(str(value or "")), LONGEST_LINE)


def _text(question: Question, value: Any) -> str:
    return _bounded(several_lines(str(value or "")), LONGEST_TEXT)


def _bounded(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(
            ngettext("At most %(n)d character, please.", "At most %(n)d characters, please.", longest) % {"n": longest}
        )
    return text


def _number(question: Question, value: Any) -> int | None:
    text = half_width(str(value if value is not None else "")).replace(",", "")
    if not text:
        return None
    try:
        number = int(text)
    except ValueError:
        raise ValueError(_("Please write a number.")) from None
    if abs(number) > 999_999_999:
        raise ValueError(_("This number is too large."))
    return number


def _date(question: Question, value: Any) -> str:
    if not value:
        return ""
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value).strip())).isoformat()
    except ValueError:
        raise ValueError(_("Please write a date, for example: 2026-12-05")) from None


def _yes(question: Question, value: Any) -> bool | None:
    return True if value in (True, "true", "on", "1", "yes") else None


def _choice(question: Question, value: Any) -> str:
    if value and value not in {known for known, _texts in question.options}:
        raise ValueError(_("Please choose one of the answers."))
    return str(value or "")


def _choices(question: Question, value: Any) -> list[str]:
    chosen = [value] if isinstance(value, str) and value else list(value or ())
    for each in chosen:
        _choice(question, each)
    return sorted(set(map(str, chosen)))


_CLEANERS = {
    AnswerType.LINE: _line,
    AnswerType.TEXT: _text,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _date,
    AnswerType.YES: _yes,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
}
