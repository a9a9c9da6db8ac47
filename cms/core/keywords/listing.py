"""What carries keywords, for visitors: the index of all words, and everything that carries one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.core.models import Keyword
from cms.core.readings import GOJUON_ROWS, OTHER, gojuon_row, sort_key
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


def index_rows(site: Site) -> list[Row]:
    """Return the keywords that something visible carries, in 五十音 order under their headings.

    One query per kind and one for the keywords, whatever their number.
    """
    totals: Counter[int] = Counter()
    for kind in kinds(site):
        totals.update(guard.call(kind, kind.counts, site, fallback={}, site=site))  # type: ignore[arg-type]
    used = {pk: count for pk, count in totals.items() if count > 0}
    rows: dict[str, list[tuple[str, Entry]]] = {}
    for keyword in Keyword.objects.filter(pk__in=used):
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
    """Return the keyword as the visitor reads it: in Japanese with its reading, elsewhere in English if it has that."""
    japanese = (get_language() or "ja").startswith("ja")
    if japanese:
        return Entry(keyword.name, keyword.slug, keyword.reading, count, "")
    if keyword.name_en:
        return Entry(keyword.name_en, keyword.slug, keyword.name_en, count, "en" if get_language() != "en" else "")
    return Entry(keyword.name, keyword.slug, keyword.reading, count, "ja")


def groups(site: Site, keyword: Keyword, *, only: str = "", page: Any = 1) -> list[Group]:
    """Return what carries the keyword, kind by kind, without kinds that have nothing.

    only: the key of one kind, of which then `page` is shown in full length; the others are counted, not shown.
    """
    found = []
    for kind in kinds(site):
        group = guard.call(kind, _group, kind, site, keyword, only=only, page=page, fallback=None, site=site)
        if group is not None:
            found.append(group)
    return found


def _group(kind: SearchKind, of: Site, keyword: Keyword, *, only: str, page: Any) -> Group | None:
    """Return what of one kind carries the keyword, or None where nothing does."""
    rows = kind.tagged(of, keyword)  # type: ignore[misc]
    paginator = Paginator(rows, PER_PAGE if only else SHOWN_PER_KIND)
    if not paginator.count:
        return None
    shown = paginator.get_page(page if kind.key == only else 1)
    cards = [kind.card(item) for item in shown] if only in ("", kind.key) else []
    return Group(kind.key, kind.label, paginator.count, shown, cards)
