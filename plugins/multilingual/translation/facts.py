"""The words of an event's facts: names of dates and slots, questions, notes. Rows, not pages; in further languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page, Site

from cms.core.models import FactText
from cms.core.models.fact_texts import IN_THE_ROW, key_of, say
from events.registration.models import Event
from events.registration.questions import Question, read_schema

APP = "event_registration"
#: Words that have no English beside them: (model, field).
ALONE = frozenset({("session", "room")})
#: Rows that say something once, to those whom it concerns: their words are written when they are sent.
SENT = frozenset({"groupmessage"})


@dataclass
class FactPiece:
    """Words of a fact. place: of the field, for finding it again; key: of its Japanese words."""

    place: str
    label: str
    text: str
    translation: str = ""
    before: str = ""
    before_translation: str = ""

    @property
    def key(self) -> str:
        return key_of(self.text)

    @property
    def is_changed(self) -> bool:
        return not self.translation and bool(self.before_translation)

    @property
    def rows(self) -> int:
        return min(8, max(1, len(self.text) // 45 + 1))


def facts_of(page: Page, code: str, site: Site) -> list[FactPiece]:
    """Return the words of the facts of an event's page, each Japanese text once; [] for pages of other kinds.

    English has its place in the rows themselves, and is written in the event's workspace.
    """
    event = Event.objects.filter(page_key=page.translation_key).first()
    if event is None or code in IN_THE_ROW:
        return []
    found: dict[str, FactPiece] = {}
    for place, label, text in [*_of_rows(event), *_of_questions(event)]:
        if text and text.strip():
            found.setdefault(text, FactPiece(place, label, text))
    said = FactText.objects.filter(language=code, site=site)
    known = {row.source: row.text for row in said.filter(key__in=[each.key for each in found.values()])}
    former = {
        row.place: row for row in said.filter(place__in=[each.place for each in found.values()]).order_by("changed_at")
    }
    for piece in found.values():
        piece.translation = known.get(piece.text, "")
        if not piece.translation and (row := former.get(piece.place)):
            piece.before, piece.before_translation = row.source, row.text
    return list(found.values())


def _of_rows(event: Event) -> Iterator[tuple[str, str, str]]:
    """Every field of an event and of its rows that has an English one beside it, and those of `ALONE`."""
    for model in apps.get_app_config(APP).get_models():
        names = {field.name for field in model._meta.get_fields()}
        pairs = [name for name in names if f"{name}_en" in names or (model._meta.model_name, name) in ALONE]
        if not pairs or model._meta.model_name in SENT or (model is not Event and "event" not in names):
            continue
        rows = [event] if model is Event else model._default_manager.filter(event=event).order_by("pk")
        for row in rows:
            for name in sorted(pairs):
                field = model._meta.get_field(name)
                yield f"{model._meta.label_lower}.{row.pk}.{name}", _label(model, field), getattr(row, name) or ""


def _label(model: type[models.Model], field: Any) -> str:
    return f"{model._meta.verbose_name} › {field.verbose_name}"


def _of_questions(event: Event) -> Iterator[tuple[str, str, str]]:
    version = event.form_versions.first()
    for question in read_schema(version.schema) if version else ():
        yield from _of_question(f"question.{event.pk}.{question.key}", question)


def _of_question(place: str, question: Question) -> Iterator[tuple[str, str, str]]:
    asked = str(question.label.get("ja", ""))
    texts: Mapping[str, Any] = {"label": question.label, "help": question.help, "purpose": question.purpose}
    for name, said in texts.items():
        yield f"{place}.{name}", asked, str(said.get("ja", ""))
    for value, said in question.options:
        yield f"{place}.{value}"[:120], asked, str(said.get("ja", ""))


def keep_facts(
    pieces: list[FactPiece], typed: Mapping[str, str], held: set[str], *, code: str, site: Site, now: datetime
) -> None:
    """Keep what was typed, by the key of each piece. Former words count when they were touched or are in `held`."""
    for piece in pieces:
        text = typed.get(piece.key)
        if text is None or text.strip() == piece.translation:
            continue
        text = text.replace("\r\n", "\n").strip()
        if piece.is_changed and text == piece.before_translation and piece.key not in held:
            continue
        say(site=site, code=code, japanese=piece.text, text=text, place=piece.place, now=now)
        piece.translation = text
