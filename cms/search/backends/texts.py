"""What of an object goes into the index, analysed, in the three ranks that the search tells apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from cms.search.analysis import tokens
from cms.search.whole_words import marked

#: Fields that hold the title of an object.
TITLE_FIELDS = frozenset({"title", "name", "term"})
#: Search fields with at least this boost hold other names of an object: aliases, readings, former names.
NAME_BOOST = 3

#: A book's worth. What comes after that many tokens of one object's body is not found.
MAX_BODY_TOKENS = 500_000


@dataclass(frozen=True, slots=True)
class AnalysedTexts:
    """The tokens of one object.

    ``title``: its title or name. ``names``: other names (aliases, readings, former names), that is, search fields
    with a boost of ``NAME_BOOST`` or more and autocomplete fields. ``body``: everything else.
    ``weight`` scales the score: an object's ``search_weight`` (1.0 when it has none; less for what is over), and
    a little more for a short title. Title and names end with the marked tokens of ``whole_words``.
    """

    title: list[str]
    names: list[str]
    body: list[str]
    weight: float


def analysed_texts(obj: Model) -> AnalysedTexts:
    """Read the search fields of ``obj``, related objects included."""
    ranks: dict[str, dict[str, None]] = {"title": {}, "names": {}, "body": {}}
    for field in obj.get_search_fields():  # type: ignore[attr-defined]
        for rank, text in _texts(obj, field, is_own=True):
            if rank != "names" or text not in ranks["title"]:
                ranks[rank][text] = None
    title = _tokens(ranks["title"])
    return AnalysedTexts(
        title=[*title, *marked(ranks["title"])],
        names=[*_tokens(ranks["names"]), *marked(ranks["names"])],
        body=list(islice(_token_stream(ranks["body"]), MAX_BODY_TOKENS)),
        weight=float(getattr(obj, "search_weight", 1.0)) / (1 + len(title) / 200),
    )


def _texts(obj: Model, field: Any, *, is_own: bool) -> Iterator[tuple[str, str]]:
    """(rank, text) for every value of ``field``; ``is_own`` is false for fields of a related object."""
    if isinstance(field, RelatedFields):
        for related in _related(field.get_value(obj)):
            for related_field in field.fields:
                yield from _texts(related, related_field, is_own=False)
    elif isinstance(field, SearchField | AutocompleteField):
        for text in _strings(field.get_value(obj)):
            yield _rank(field, is_own=is_own), text


def _rank(field: SearchField | AutocompleteField, *, is_own: bool) -> str:
    if is_own and field.field_name in TITLE_FIELDS:
        return "title"
    return "names" if holds_names(field) else "body"


def holds_names(field: Any) -> bool:
    """Whether a field of ``search_fields`` holds other names of an object."""
    return isinstance(field, AutocompleteField) or (getattr(field, "boost", None) or 1) >= NAME_BOOST


def _related(value: Any) -> Iterable[Model]:
    if value is None:
        return ()
    if isinstance(value, Manager):
        return value.all()
    return (value() if callable(value) else value,)


def _strings(value: Any) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from _strings(item)
    else:
        yield force_str(value)


def _tokens(texts: Iterable[str]) -> list[str]:
    return list(_token_stream(texts))


def _token_stream(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from tokens(text)
