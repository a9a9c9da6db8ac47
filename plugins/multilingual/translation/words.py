"""The words of a page: what is translated of it, piece by piece."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    found = (each for each in extract_segments(page) if isinstance(each, StringSegmentValue))
    return [(each.path, each.string.data) for each in found if is_word(type(page), each.path)]


def digest_of(words: Iterable[Sequence[str]]) -> str:
    """Tell two versions apart. A piece that was moved makes another version, which other languages have to follow."""
    text = json.dumps([list(piece) for piece in words], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_neutral(text: str) -> bool:
    """Whether it reads the same in all languages: a number, an address, a name in Latin letters."""
    return not has_japanese(text)


def changes(before: Iterable[Sequence[str]], after: Iterable[Sequence[str]]) -> list[Change]:
    """Return what changed, in the order of the page as it is now; what is gone stands where its neighbours are."""
    old, new = _by_path(before), _by_path(after)
    found = [change for path, texts in new.items() for change in _of_one_place(path, old.get(path, []), texts)]
    return found + [Change(path, text, "") for path, texts in old.items() if path not in new for text in texts]


def _by_path(words: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, text in words:
        found.setdefault(path, []).append(text)
    return found


def _of_one_place(path: str, before: list[str], after: list[str]) -> Iterator[Change]:
    """A text with headings and paragraphs is one place with many pieces: those that are alike are paired."""
    from difflib import SequenceMatcher

    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            continue
        for number in range(max(b - a, d - c)):
            old = before[a + number] if a + number < b else ""
            new = after[c + number] if c + number < d else ""
            yield Change(path, old, new)


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
