"""What a translator typed is kept, piece by piece. No page is touched by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation

from plugins.multilingual.translation.pieces import BrokenMarks, Piece, pieces_of, stored


@dataclass(frozen=True)
class Typed:
    """What stands in the field of a piece. holds: the translator says that the words of before still hold."""

    text: str
    holds: bool = False


@transaction.atomic
def keep(*, translation: Translation, typed: Mapping[int, Typed], by: Any, now: datetime) -> list[Piece]:
    """Keep what was typed, by the number of each piece; return all pieces as they stand then.

    An emptied field takes a translation back. Words that stood there already when their source changed count only
    when they were touched or confirmed. A piece with broken marks keeps what it had; its `error` is "marks".
    """
    pieces = pieces_of(translation)
    # By text and place: the same sentence twice in one place is translated once, and written once.
    rows, gone = {}, []
    for piece in pieces:
        entry = typed.get(piece.pk)
        if entry is None:
            continue
        text = entry.text.replace("\r\n", "\n").strip()
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
        rows[piece.string_id, piece.context_id] = _row(translation, piece, data, by, now)
    StringTranslation.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error"],
    )  # fmt: skip
    for piece in gone:
        StringTranslation.objects.filter(
            locale=translation.target_locale_id, translation_of=piece.string_id, context=piece.context_id
        ).delete()
        piece.translation = ""
    if rows or gone:
        Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=now)
    return pieces


def _row(translation: Translation, piece: Piece, data: str, by: Any, now: datetime) -> StringTranslation:
    return StringTranslation(
        translation_of_id=piece.string_id, locale_id=translation.target_locale_id, context_id=piece.context_id,
        data=data, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, tool_name="",
        last_translated_by=by if by and by.pk else None, updated_at=now, has_error=False,
    )  # fmt: skip
