"""The words of a page: what is translated of it, piece by piece."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.untranslated import has_japanese

Words = Sequence[tuple[str, str]]

# Facts that are kept as text: they exist once, and the page in another language reads them from the source.
_FACTS: Final = frozenset({"slug", "reading", "name_en", "number"})
# Texts of which there is nothing more particular to know; a field derived from them knows something of its own.
_PLAIN: Final = (models.CharField, models.TextField)
_TEXTS: Final = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock)


@dataclass(frozen=True)
class Change:
    """A piece of a page that says something else. before: "" where it is new; after: "" where it is gone."""

    path: str
    before: str
    after: str


def is_word(model: type[models.Model], path: str) -> bool:
    """Whether the piece at this path is translated by people, and not a fact."""
    name = path.split(".", 1)[0]
    field = model._meta.get_field(name)
    if name in _FACTS:
        return False
    return not (isinstance(field, _PLAIN) and type(field).__module__.startswith(("cms.", "activities.", "events.")))


def words_of(page: Any) -> list[tuple[str, str]]:
    """Return the pieces of a page in their order: where each stands, and its text with the marks of links and bold."""
    found = (each for each in extract_segments(with_gaps_filled(page)) if isinstance(each, StringSegmentValue))
    return [(each.path, each.string.data) for each in found if is_word(type(page), each.path)]


def with_gaps_filled(page: Any) -> Any:
    """Return the same page with "" where nobody wrote an optional text.

    A text that its block got after the page was saved, or that a program left out, is None; wagtail-localize takes a
    page apart only where each text is one.
    """
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            _fill(field.value_from_object(page).stream_block, field.value_from_object(page))
    return page


def _fill(block: blocks.Block, value: Any) -> None:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if value.get(name) is not None:
                _fill(child, value[name])
            elif isinstance(child, _TEXTS):
                value[name] = ""
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            _fill(item.block, item.value)
    elif isinstance(block, blocks.StreamBlock):
        for item in value:
            _fill(item.block, item.value)


def digest_of(words: Iterable[Sequence[str]]) -> str:
    """Tell two versions apart. A piece that was moved makes another version, which other languages have to follow."""
    text = json.dumps([list(piece) for piece in words], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_neutral(text: str) -> bool:
    """Whether it reads the same in all languages: a number, an address, a name in Latin letters."""
    return not has_japanese(text)


def changes(before: Iterable[Sequence[str]], after: Iterable[Sequence[str]]) -> list[Change]:
    """Return what changed, in the order of the page as it is now; what is gone stands where its neighbours are.

    Pieces are compared within their field, by their texts: a paragraph in another block, or in one made anew, has not
    changed.
    """
    old, new = _by_field(before), _by_field(after)
    names = [*new, *(name for name in old if name not in new)]
    return [change for name in names for change in _of_one_field(old.get(name, []), new.get(name, []))]


def _by_field(words: Iterable[Sequence[str]]) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = {}
    for piece in words:
        found.setdefault(piece[0].split(".")[0], []).append(piece)
    return found


def _of_one_field(before: list[Sequence[str]], after: list[Sequence[str]]) -> Iterator[Change]:
    alike = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for verb, a, b, c, d in alike.get_opcodes():
        for number in range(0 if verb == "equal" else max(b - a, d - c)):
            old = before[a + number] if a + number < b else None
            new = after[c + number] if c + number < d else None
            path = (new or old or ("",))[0]
            yield Change(path, old[1] if old else "", new[1] if new else "")


def carry(original: Any, page: Any) -> None:
    """Take over from the source what is no word: pictures, choices, switches, and the build of its streams.

    Rows that hang on the page are left alone: what page types copy for a translation, they copy when it is made.
    The address stays as it is; where pages have none of their own it is that of the source.
    """
    for each in get_translatable_fields(type(original)):
        field = each.get_field(type(original))
        if isinstance(field, models.Field) and not isinstance(field, models.ManyToManyField) and field.concrete:
            wanted = not is_word(type(original), field.name) or each.is_synchronized(original)
            if wanted and field.name != "slug":
                setattr(page, field.attname, getattr(original, field.attname))


def place_of(page: Any, path: str) -> str:
    """Return where a piece stands in words: "Steps › Step › Title of the step"."""
    name, *rest = path.split(".")
    field = page._meta.get_field(name)
    found = [str(field.verbose_name)]
    if isinstance(field, StreamField):
        value: Any = field.value_from_object(page)
        for step in rest:
            block, value = _step_into(value, step)
            if block is None:
                break
            if label := str(block.label or ""):
                found.append(label)
    return " › ".join(dict.fromkeys(label[:1].upper() + label[1:] for label in found))


def _step_into(value: Any, step: str) -> tuple[Any, Any]:
    if isinstance(value, blocks.StructValue):
        child = value.block.child_blocks.get(step)
        return child, value.get(step)
    for child in getattr(value, "bound_blocks", None) or (value if isinstance(value, blocks.StreamValue) else ()):
        if getattr(child, "id", None) == step:
            return child.block, child.value
    return None, None
