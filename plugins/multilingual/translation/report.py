"""Which pages are missing or out of date in which language, for the report and the first screen of the admin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Locale, Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, Translation

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.public_pages import at_or_below
from plugins.multilingual.translation import glossary
from plugins.multilingual.translation.models import TranslatedFrom
from plugins.multilingual.translation.standing import InLanguage, Standing, standings

#: So many pages are read, or terms asked for, at once.
AT_ONCE = 500
#: How many agreed terms translations lack, by the key of the language and `translation_key`.
Lacking = Mapping[int, Mapping[Any, int]]


@dataclass(frozen=True)
class Line:
    """A page in one language. terms: how many agreed terms its translation lacks."""

    page: Page
    at: InLanguage
    terms: int = 0


def sources(user: Any, site: Site) -> Any:
    """The live pages in the source language at a site that a person may change, or add pages to."""
    mine = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"add", "change", "publish"})
    here = at_or_below(site.root_page.path)
    return mine.filter(here, live=True, alias_of=None, locale__language_code=SOURCE_LANGUAGE)


class Place(NamedTuple):
    """A page, by its key, in one language."""

    page: int
    locale: Locale


class EveryPlace(Sequence[Place]):
    """All pages in all these languages, by page, however they stand: a slice reads its own pages alone."""

    def __init__(self, pages: Any, into: Sequence[Locale]) -> None:
        self._keys, self._into = pages.values_list("pk", flat=True), into

    @cached_property
    def _length(self) -> int:
        return int(self._keys.count()) * len(self._into)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Place]:
        return self._at(self._keys)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> list[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | list[Place]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        begin, end, _step = index.indices(len(self))
        if begin >= end:
            return []
        languages = len(self._into)
        first = begin // languages
        found = list(self._at(self._keys[first : -(-end // languages)]))
        return found[begin - first * languages : end - first * languages]

    def _at(self, keys: Iterable[int]) -> Iterator[Place]:
        return (Place(pk, each) for pk in keys for each in self._into)


def places(pages: Any, into: Sequence[Locale], *, states: Collection[str], lacking: Lacking) -> list[Place]:
    """Return where pages stand in one of these states, or lack a term, by page: a few queries, and no page is read.

    What is out of date or in the making is looked up by itself, for it is little among all pages of a large centre.

    lacking: what `lacking_terms` found for each language, or nothing where nobody asks for it.
    """
    # By the page first: a large centre has hundreds of thousands of places. As texts: they are looked at for each.
    stand: dict[UUID, dict[int, str]] = {}
    wanted = {str(state) for state in states}
    of_all = not wanted.isdisjoint({Standing.PUBLIC.value, Standing.MISSING.value})
    if of_all:
        _note(stand, _public(into), Standing.PUBLIC.value)
    _note(stand, _drafts(into), Standing.DRAFT.value)
    _note(stand, _stale(into), Standing.STALE.value)
    if not of_all:
        terms = {key for found in lacking.values() for key in found}
        keys = {*stand, *terms}
        # They are those of all sites, and SQLite takes so many values and no more: then every page is looked at.
        if len(keys) <= AT_ONCE:
            pages = pages.filter(translation_key__in=keys)
    missing, nowhere, here = Standing.MISSING.value, dict[int, str](), [(each, each.pk) for each in into]
    found = []
    for key, pk in pages.values_list("translation_key", "pk"):
        stands = stand.get(key, nowhere)
        lacks = {locale for locale, found_there in lacking.items() if key in found_there}
        found += [Place(pk, each) for each, locale in here if stands.get(locale, missing) in wanted or locale in lacks]
    return found


def _note(stand: dict[UUID, dict[int, str]], places: Iterable[tuple[UUID, int]], state: str) -> None:
    for key, locale in places:
        stand.setdefault(key, {})[locale] = state


def _pages_in(into: Sequence[Locale]) -> Any:
    """What `standings` takes for the page in a language."""
    return Page.objects.filter(locale__in=into, alias_of=None).order_by()


def _public(into: Sequence[Locale]) -> Any:
    return _pages_in(into).filter(live=True).values_list("translation_key", "locale")


def _stale(into: Sequence[Locale]) -> Any:
    public = _pages_in(into).filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"), live=True)
    stale = TranslatedFrom.objects.filter(locale__in=into).stale().exclude(digest="")
    rows = TranslatedFrom.objects.filter(Exists(public), pk__in=stale.values("pk"))
    return rows.values_list("translation_key", "locale")


def _drafts(into: Sequence[Locale]) -> Iterable[Any]:
    """Those that somebody wrote or began and that are not public."""
    written = Q(first_published_at__isnull=False) | Q(latest_revision__user__isnull=False)
    pages = _pages_in(into).filter(written, live=False).values_list("translation_key", "locale")
    public = _pages_in(into).filter(
        translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale"), live=True
    )
    begun = Translation.objects.filter(
        ~Exists(public), source__locale__language_code=SOURCE_LANGUAGE, target_locale__in=into, enabled=True
    )
    return chain(pages, begun.values_list("source__object_id", "target_locale"))


def lines(wanted: Sequence[Place], *, lacking: Lacking) -> Iterator[Line]:
    """Read what is to be said of some places, in their order: a few queries for each `AT_ONCE`."""
    for begin in range(0, len(wanted), AT_ONCE):
        some = wanted[begin : begin + AT_ONCE]
        pages = Page.objects.select_related("content_type").in_bulk({place.page for place in some})
        into = list({place.locale.pk: place.locale for place in some}.values())
        found = standings([page.translation_key for page in pages.values()], into)
        at = {(key, each.locale.pk): each for key, of_page in found.items() for each in of_page}
        for place in some:
            if place.page in pages:  # else somebody deleted it meanwhile
                page, locale = pages[place.page], place.locale.pk
                key = page.translation_key
                yield Line(page, at[key, locale], terms=lacking.get(locale, {}).get(key, 0))


def lacking_terms(locale: Locale, site: Site) -> dict[Any, int]:
    """Return how many agreed terms the translations into a language lack, by `translation_key`."""
    terms = glossary.agreed(site, locale.language_code)
    if not terms:
        return {}
    begun = Translation.objects.filter(source=OuterRef("source"), target_locale=locale, enabled=True)
    segments = StringSegment.objects.filter(Exists(begun)).annotate_translation(locale).exclude(translation=None)
    using: dict[int, Any] = {}
    # A directory has ten thousand names, and SQLite takes no condition of more than a thousand parts.
    for begin in range(0, len(terms), AT_ONCE):
        asked = Q()
        for each in terms[begin : begin + AT_ONCE]:
            asked |= Q(string__data__contains=each.term)
        rows = segments.filter(asked).values_list("pk", "source__object_id", "string__data", "translation")
        using |= {pk: row for pk, *row in rows}
    found: dict[Any, int] = {}
    for key, text, translation in using.values():
        if number := len(glossary.missing(text, translation, terms)):
            found[key] = found.get(key, 0) + number
    return found


def stale_of(pages: Any, into: Sequence[Locale]) -> Any:
    """Return the versions of these pages that are out of date and public, the longest out of date first.

    Their keys are found first, from indexes alone: they are few, and each of them asks for its pages.
    """
    public = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"), live=True)
    among = pages.order_by().filter(translation_key=OuterRef("translation_key"))
    stale = TranslatedFrom.objects.filter(locale__in=into).stale().exclude(digest="")
    rows = TranslatedFrom.objects.filter(Exists(among), Exists(public), pk__in=stale.values("pk"))
    return rows.with_source().order_by("source_changed_at", "pk")
