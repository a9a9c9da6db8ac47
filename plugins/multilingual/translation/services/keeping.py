"""What a translator typed is kept, piece by piece. No page is touched by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail_localize.models import String, StringTranslation, Translation, TranslationContext

from plugins.multilingual.translation.pieces import BrokenMarks, Piece, ids_of, pieces_of, shown, stored

from .starting import fill_what_is_the_same


@dataclass(frozen=True)
class Typed:
    """What stands in the field of a piece. holds: the translator says that the words of before still hold."""

    text: str
    holds: bool = False


@dataclass(frozen=True)
class Stray:
    """Words for a text that the page had when its form was shown, and has no more. text: that text, as it was typed."""

    text: str
    words: str


@transaction.atomic
def keep(*, translation: Translation, typed: Mapping[str, Typed], by: Any, now: datetime) -> list[Piece]:
    """Keep what was typed, by the key of each piece; return all pieces as they stand then.

    An emptied field takes a translation back. Words that stood there already when their source changed count only
    when they were touched or confirmed. A piece with broken marks keeps what it had; its `error` is "marks".
    """
    pieces = pieces_of(translation)
    rows, gone = [], []
    for piece in pieces:
        entry = typed.get(piece.key)
        if entry is None:
            continue
        text = _tidied(entry)
        if not text:
            if piece.is_done:
                gone.append(piece)
            continue
        if text == piece.translation or (piece.is_changed and text == piece.before_translation and not entry.holds):
            continue
        try:
            data = stored(text, of=piece.text, has_marks=piece.has_marks)
        except BrokenMarks:
            piece.error, piece.translation = "marks", text
            continue
        piece.translation = text
        rows.append(_row(translation, piece.string_id, piece.context_id, data, by, now))
    _write(rows)
    for piece in gone:
        StringTranslation.objects.filter(
            locale=translation.target_locale_id, translation_of=piece.string_id, context=piece.context_id
        ).delete()
        piece.translation = ""
    if rows or gone:
        Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=now)
    return pieces


@transaction.atomic
def keep_strays(
    *, translation: Translation, typed: Mapping[str, Typed], pieces: Iterable[Piece], by: Any, now: datetime
) -> list[Stray]:
    """Keep what was typed for texts that are no more among the pieces; return what is new of it, for her to see.

    The page was taken up again while she was writing, by her or by somebody else. Her words are offered where a text
    like it stands in its place now; where none does, nothing else would show them. Broken marks are not kept.
    """
    present = {piece.key for piece in pieces}
    wanted = {numbers: _tidied(typed[key]) for key in typed if key not in present and (numbers := ids_of(key))}
    texts = String.objects.filter(locale=translation.source.locale_id).in_bulk([string for string, _place in wanted])
    places = TranslationContext.objects.filter(object_id=translation.source.object_id).in_bulk(
        [place for _string, place in wanted]
    )
    known = {
        (each.translation_of_id, each.context_id): each.data
        for each in StringTranslation.objects.filter(
            locale=translation.target_locale_id, translation_of__in=texts, context__in=places
        )
    }
    rows, strays = [], []
    for (string_id, place_id), words in wanted.items():
        if not words or string_id not in texts or place_id not in places:
            continue
        data = texts[string_id].data
        # The marks of a text that is gone are known by themselves alone.
        has_marks = "<" in data
        if words == shown(known.get((string_id, place_id), ""), has_marks=has_marks):
            continue
        strays.append(Stray(shown(data, has_marks=has_marks), words))
        try:
            rows.append(_row(translation, string_id, place_id, stored(words, of=data, has_marks=has_marks), by, now))
        except BrokenMarks:
            continue
    _write(rows)
    if rows:
        fill_what_is_the_same(translation)  # a sentence that stands in another block by now
    return strays


def _tidied(entry: Typed) -> str:
    return entry.text.replace("\r\n", "\n").strip()


def _row(
    translation: Translation, string_id: int, context_id: int, data: str, by: Any, now: datetime
) -> StringTranslation:
    return StringTranslation(
        translation_of_id=string_id, locale_id=translation.target_locale_id, context_id=context_id,
        data=data, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, tool_name="",
        last_translated_by=by if by and by.pk else None, updated_at=now, has_error=False,
    )  # fmt: skip


def _write(rows: list[StringTranslation]) -> None:
    StringTranslation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error"],
    )  # fmt: skip
