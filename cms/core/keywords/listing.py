"""What carries keywords, for visitors: the index of all words, and everything that carries one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.paginator import Page as ListPage
from django.db.models import Value
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.core.memory import SHELL
from cms.core.models import Keyword
from cms.core.paginators import CountedPaginator
from cms.core.readings import GOJUON_ROWS, OTHER, gojuon_row, sort_key
from cms.core.untranslated import Said
from cms.plugin_api import Registry, SearchKind
from cms.plugin_api.contributions import ResultCard
from cms.plugin_host import guard

SHOWN_PER_KIND = 12
PER_PAGE = 24


@dataclass(frozen=True)
class Entry:
    """A keyword in the index. `lang`: of its name, where it is not the visitor's."""

    name: str
    slug: str
    reading: str
    count: int
    lang: str


@dataclass(frozen=True)
class Row:
    """A heading of the index and what stands under it. `anchor`: its id on the page."""

    heading: Any
    anchor: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Group:
    """Everything of one kind that carries a keyword. `page`: the part that is shown; `more`: whether there is more."""

    key: str
    label: Any
    count: int
    page: ListPage
    cards: Sequence[ResultCard]

    @property
    def more(self) -> bool:
        return self.count > len(self.cards)


def kinds(site: Site) -> list[SearchKind]:
    """Return the kinds of things on this site that carry keywords."""
    return [kind for kind in Registry.of(SearchKind, site) if kind.tagged and kind.counts]


def vocabulary() -> Mapping[int, Keyword]:
    """Return every keyword by id."""
    return SHELL.get("vocabulary", lambda: Keyword.objects.in_bulk())


def totals(site: Site) -> Mapping[str, Mapping[int, int]]:
    """Return how many things a visitor may see that carry a keyword: by key of the kind, then by id of the keyword."""
    return SHELL.get(("keyword totals", site.pk, get_language()), lambda: _count(site))


def _count(site: Site) -> Mapping[str, Mapping[int, int]]:
    counted = kinds(site)
    return guard.together([(kind, kind) for kind in counted], lambda sound: _count_kinds(sound, site), site=site)


def _count_kinds(counted: Sequence[SearchKind], site: Site) -> Mapping[str, Mapping[int, int]]:
    found: dict[str, dict[int, int]] = {kind.key: {} for kind in counted}
    parts = [kind.counts(site).annotate(nth=Value(nth)) for nth, kind in enumerate(counted)]  # type: ignore[misc]
    for keyword, number, nth in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else chain.from_iterable(parts):
        found[counted[nth].key][keyword] = number
    return found


def index_rows(site: Site) -> list[Row]:
    """Return the keywords that something visible carries, in 五十音 order under their headings.

    Two queries at most, whatever the number of keywords and kinds.
    """
    used: Counter[int] = Counter()
    for counts in totals(site).values():
        used.update(counts)
    rows: dict[str, list[tuple[str, Entry]]] = {}
    words = vocabulary()
    for keyword in (words[pk] for pk in used if pk in words):
        entry = entry_of(keyword, used[keyword.pk])
        sounds = entry.reading or entry.name
        rows.setdefault(gojuon_row(sounds), []).append((sort_key(sounds), entry))
    return [
        Row(_("Others") if heading == OTHER else heading, f"row-{number}", _sorted(rows[heading]))
        for number, heading in enumerate(GOJUON_ROWS)
        if heading in rows
    ]


def _sorted(entries: Iterable[tuple[str, Entry]]) -> list[Entry]:
    return [entry for _key, entry in sorted(entries, key=lambda pair: (pair[0], pair[1].name))]


def entry_of(keyword: Keyword, count: int) -> Entry:
    """Return the keyword as the visitor reads it; in Japanese it is sorted by its reading."""
    said = keyword.display_name
    sounds = keyword.reading if said == keyword.name else said
    return Entry(said, keyword.slug, sounds, count, said.lang if isinstance(said, Said) else "")


def groups(request: HttpRequest, keyword: Keyword, *, only: str = "", page: Any = 1) -> list[Group]:
    """Return what carries the keyword, kind by kind, without kinds that have nothing.

    only: the key of one kind, of which then `page` is shown in full length; the others are counted, not shown.
    """
    site = Site.find_for_request(request)
    counted = totals(site)
    found = []
    for kind in kinds(site):
        count = counted.get(kind.key, {}).get(keyword.pk, 0)
        if count:
            group = guard.call(
                kind, _group, kind, request, keyword, count=count, only=only, page=page, fallback=None, site=site
            )
            found += [group] if group else []
    return found


def _group(kind: SearchKind, request: HttpRequest, keyword: Keyword, *, count: int, only: str, page: Any) -> Group:
    """Return what of one kind carries the keyword; `count` is how many there are."""
    rows = kind.rows(request) if kind.rows else kind.queryset(Site.find_for_request(request))
    paginator = CountedPaginator(kind.tagged(rows, keyword), PER_PAGE if only else SHOWN_PER_KIND, count=count)  # type: ignore[misc]
    shown = paginator.get_page(page if kind.key == only else 1)
    cards: Sequence[ResultCard] = []
    if only in ("", kind.key):
        cards = kind.cards(request, list(shown)) if kind.cards else [kind.card(row) for row in shown]
    return Group(kind.key, kind.label, count, shown, [card for card in cards if card.url])
