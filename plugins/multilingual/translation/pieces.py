"""What a translator sees of each piece: the text, what it said before, and the words in her language."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation
from wagtail_localize.strings import StringValue, extract_ids

from cms.core.impossible_keys import typed_key

from .glossary import Term
from .words import is_word, place_of

# What is less alike than this is another sentence, and no earlier version of this one.
_ALIKE: Final = 0.3


class BrokenMarks(Exception):
    """A text has other marks of links or bold than the text that it translates."""


@dataclass
class Piece:
    """One text of a page. The same sentence twice in one place is one.

    text, translation: as they are typed: plain, or with the marks of links and bold where `has_marks`.
    before: what the text said when it was translated last; before_translation: how that was translated.
    translation: "" where there is none yet.
    """

    string_id: int
    context_id: int
    path: str
    place: str
    text: str
    has_marks: bool
    translation: str = ""
    before: str = ""
    before_translation: str = ""
    warnings: list[Term] = field(default_factory=list)
    error: str = ""

    @property
    def key(self) -> str:
        """What the piece is called in a form: its text and its place, whatever stands before it on the page."""
        return key_of(self.string_id, self.context_id)

    @property
    def is_done(self) -> bool:
        return bool(self.translation)

    @property
    def is_changed(self) -> bool:
        """Whether it was translated once, when it said something else."""
        return not self.translation and bool(self.before_translation)

    @property
    def rows(self) -> int:
        return min(12, max(2, len(self.translation or self.before_translation or self.text) // 45 + 1))


def key_of(string_id: int, context_id: int) -> str:
    return f"{string_id}-{context_id}"


def ids_of(key: str) -> tuple[int, int] | None:
    """Return the numbers of text and place that a form's key names; None for one that is none."""
    string_id, _dash, context_id = key.partition("-")
    numbers = typed_key(string_id), typed_key(context_id)
    return numbers if all(numbers) else None


def shown(data: str, *, has_marks: bool) -> str:
    """Return a stored text as people type it."""
    return data if has_marks else StringValue(data).render_text()


def stored(text: str, *, of: str, has_marks: bool) -> str:
    """Return a typed text as it is stored. of: the stored text that it translates.

    Raises:
        BrokenMarks: its marks of links or bold are not those of the text.
    """
    text = text.replace("\r\n", "\n").strip()
    if not has_marks:
        return StringValue.from_plaintext(text).data
    try:
        value = StringValue.from_translated_html(text).data
    except ValueError as error:
        raise BrokenMarks from error
    if extract_ids(value) != extract_ids(of):
        raise BrokenMarks
    return value


def pieces_of(translation: Translation) -> list[Piece]:
    """Return all pieces of a page in their order: four queries, however long it is."""
    page = translation.source.as_instance()
    locale = translation.target_locale_id
    segments = list(
        StringSegment.objects.filter(source=translation.source).annotate_translation(locale, include_errors=True)
        .select_related("string", "context").order_by("order")
    )  # fmt: skip
    with_marks = set(TemplateSegment.objects.filter(source=translation.source).values_list("context_id", flat=True))
    earlier = _earlier(translation, segments)
    found: dict[str, Piece] = {}
    for each in segments:
        key = key_of(each.string_id, each.context_id)
        if key in found or not is_word(type(page), each.context.path):
            continue
        has_marks = each.context_id in with_marks
        piece = Piece(
            string_id=each.string_id, context_id=each.context_id, path=each.context.path,
            place=place_of(page, each.context.path), text=shown(each.string.data, has_marks=has_marks),
            has_marks=has_marks, translation=shown(each.translation or "", has_marks=has_marks),
        )  # fmt: skip
        if not piece.is_done and (before := _nearest(each.string.data, earlier.get(each.context_id, []))):
            piece.before = shown(before.translation_of.data, has_marks=has_marks)
            piece.before_translation = shown(before.data, has_marks=has_marks)
        found[key] = piece
    return list(found.values())


def _earlier(translation: Translation, segments: list[Any]) -> dict[int, list[StringTranslation]]:
    """Return what was translated before and is no more in the page, by its place, the newest first."""
    now = {(each.context_id, each.string_id) for each in segments}
    found: dict[int, list[StringTranslation]] = {}
    kept = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    ).select_related("translation_of")
    for each in kept.order_by("-updated_at", "-pk"):
        if each.context_id and (each.context_id, each.translation_of_id) not in now:
            found.setdefault(each.context_id, []).append(each)
    return found


def _nearest(text: str, earlier: list[StringTranslation]) -> StringTranslation | None:
    ranked = [(SequenceMatcher(None, each.translation_of.data, text).ratio(), each) for each in earlier]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None
