"""All that is kept about a booking, in the words of the person it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.core.colons import colon
from cms.core.locales import language_of
from cms.core.spoken_dates import say_day, say_time

from . import services
from .choices import Action, AgeBand, MessageKind, NeedKind, SpokenLanguage
from .messages import language
from .models import Registration
from .questions import Question, read_schema
from .states import State

LISTS = {
    "people": _("Who comes"), "needs": _("needs"), "answers": _("answers"), "attendance": _("attendance"),
    "log": _("what happened when"),
}  # fmt: skip
WITHOUT_LABEL = {"name": _("Name"), "consent_locale": _("language of the privacy notice")}
LANGUAGES = {"locale", "consent_locale"}
CHOICES: Mapping[str, Any] = {
    "age_band": AgeBand, "mother_tongue": SpokenLanguage, "kind": NeedKind, "language": SpokenLanguage,
    "action": Action, "after": State, "tells": MessageKind,
}  # fmt: skip
# Where somebody stood before is told by the line before.
LEFT_OUT = {"before"}


def kept(registration: Registration) -> list[tuple[Any, list[str]]]:
    """Return all that is kept about a booking, as a label and lines; what is empty is left out."""
    schema = registration.form_version.schema if registration.form_version else []
    questions = {question.key: question for question in read_schema(schema)}
    data = services.my_data(registration=registration)
    shown = [(_label(name), _lines(registration, name, value, questions)) for name, value in data.items()]
    return [(label, lines) for label, lines in shown if lines]


def _label(name: str) -> Any:
    if name in LISTS:
        return LISTS[name]
    if name in WITHOUT_LABEL:
        return WITHOUT_LABEL[name]
    return Registration._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _lines(registration: Registration, name: str, value: Any, questions: Mapping[str, Question]) -> list[str]:
    if name == "answers":
        return [_answer(row, questions) for row in value]
    if name in LISTS:
        return [" ".join(filter(None, (_part(key, each) for key, each in row.items()))) for row in value]
    if name in LANGUAGES:
        return [language_of(value).name] if value else []
    choice: Callable[[], Any] | None = getattr(registration, f"get_{name}_display", None)
    said = str(choice()) if choice else _said(value)
    return [said] if said else []


def _answer(row: Mapping[str, Any], questions: Mapping[str, Question]) -> str:
    """One answer with the question as it was asked."""
    question, value = questions.get(row["question"]), row["value"]
    options = {key: str(label) for key, label in question.display_options} if question else {}
    chosen = value if isinstance(value, list) else [value]
    said = _g(", ").join(options.get(each) or _said(each) for each in chosen if not isinstance(each, dict))
    return colon().join(filter(None, (str(question.display_label) if question else row["question"], said)))


def _part(name: str, value: Any) -> str:
    """One value of a row; choices by their names."""
    if name in LEFT_OUT or not value:
        return ""
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name.endswith("position"):
        return _g("Person %(n)d") % {"n": value}
    return _said(value)


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return f"{say_day(value, language=language(), year=True)} {say_time(value)}"
    if isinstance(value, bool):
        return _g("yes") if value else _g("no")
    return str(value)
