"""What a visitor searched for and what the site has of it, kind by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import Keyword
from cms.plugin_api import Registry, SearchKind
from cms.plugin_api.contributions import ResultCard
from cms.plugin_host import guard
from cms.search.did_you_mean import suggestions
from cms.search.highlight import highlight, snippet
from cms.search.models import SynonymClass
from cms.search.queries import MAX_QUERY_LENGTH, ParsedQuery, parse
from cms.search.together import search_together

PER_PAGE = 20
#: Over all kinds, the best of so many kinds are shown, and of each so many hits. It bounds the queries of the page.
KINDS_SHOWN = 3
HITS_SHOWN = 5
MOST_KEYWORDS = 5_000


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for; what does not make sense is left out, never an error."""

    words: str = ""
    kind: str = ""
    page: int = 1
    was_cut: bool = False


@dataclass(frozen=True)
class Result:
    """A hit as `components/card.html` takes it, with what was found marked."""

    title: SafeString
    url: str
    text: SafeString
    meta: Sequence[Any]
    lang: str
    text_lang: str


@dataclass(frozen=True)
class Choice:
    """A link to the hits of one kind, or of all; `count` is the number of hits behind it."""

    label: Any
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Group:
    """The hits of one kind. `more_url`: where the rest is, when there is a rest."""

    key: str
    label: Any
    count: int
    results: Sequence[Result]
    more_url: str = ""


@dataclass(frozen=True)
class Found:
    """The answer. `list_page` is there when one kind was asked for."""

    total: int = 0
    choices: Sequence[Choice] = ()
    groups: Sequence[Group] = ()
    list_page: ListPage | None = None
    suggestions: Sequence[str] = field(default_factory=list)
    #: Nothing has the words as they were typed; these have their parts.
    in_parts: bool = False
    #: The one kanji that was asked for, found where it is a word of its own, or in any word when `in_parts`.
    kanji: str = ""


@dataclass(frozen=True)
class _Hits:
    kind: SearchKind
    results: Any
    count: int

    @property
    def best_score(self) -> float:
        compiler = self.results.query_compiler
        return compiler.ranking(stop=0).hits[0][1] if compiler else 0


def ask(query: QueryDict) -> Asked:
    """Read a query string."""
    typed = query.get("q", "")
    page = query.get("page", "1")
    return Asked(
        words=" ".join(typed[:MAX_QUERY_LENGTH].split()),
        kind=query.get("kind", "")[:50],
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        was_cut=len(typed.strip()) > MAX_QUERY_LENGTH,
    )


def find(asked: Asked, *, request: HttpRequest, address: str) -> Found:
    """Search all kinds of the request's site. `address`: of the search page, for the links.

    The number of queries depends on how many kinds there are to show, never on how much was found.
    """
    site = Site.find_for_request(request)
    query = parse(asked.words, synonyms=SynonymClass.thesaurus_for(site)) if asked.words else None
    if not query:
        return Found()
    offered = [
        (kind, guard.call(kind, _rows, kind, request, site, fallback=None, site=site))
        for kind in Registry.of(SearchKind, site)
    ]
    kinds = [(kind, rows) for kind, rows in offered if rows is not None]
    everything = _hits(query, kinds, site, asked)
    in_parts = False
    if not everything and query.relaxed is not None:
        in_parts, query = True, query.relaxed
        everything = _hits(query, kinds, site, asked)
    kanji = query.kanji
    total = sum(hits.count for hits in everything)
    if not total:
        return Found(suggestions=suggestions(asked.words, _keywords()))
    chosen = next((hits for hits in everything if hits.kind.key == asked.kind), None)
    choices = _choices(asked, everything, total=total, chosen=chosen, address=address)
    if chosen:
        list_page = Paginator(chosen.results, PER_PAGE).get_page(asked.page)
        group = Group(chosen.kind.key, chosen.kind.label, chosen.count, _shown(chosen.kind, list_page, query, request))
        return Found(total=total, choices=choices, groups=[group], list_page=list_page, in_parts=in_parts, kanji=kanji)
    best = sorted(everything, key=lambda hits: -hits.best_score)[:KINDS_SHOWN]
    groups = [
        Group(
            hits.kind.key,
            hits.kind.label,
            hits.count,
            _shown(hits.kind, hits.results[:HITS_SHOWN], query, request),
            more_url=link(address, q=asked.words, kind=hits.kind.key) if hits.count > HITS_SHOWN else "",
        )
        for hits in best
    ]
    return Found(total=total, choices=choices, groups=groups, in_parts=in_parts, kanji=kanji)


def link(address: str, **parameters: str) -> str:
    return f"{address}?{urlencode(parameters)}"


def _rows(kind: SearchKind, request: HttpRequest, site: Site) -> Any:
    return kind.rows(request) if kind.rows else kind.queryset(site)


def _hits(query: ParsedQuery, kinds: Sequence[tuple[SearchKind, Any]], site: Site, asked: Asked) -> list[_Hits]:
    """The kinds that have hits, in the order of the registry. One statement for all kinds.

    Of each kind as many hits are read as the page can show, however many there are.
    """

    def found(wanted: list[tuple[SearchKind, Any]]) -> list[_Hits]:
        stops = [asked.page * PER_PAGE if kind.key == asked.kind else HITS_SHOWN for kind, _ in wanted]
        results = search_together(query, [rows for _, rows in wanted], stops=stops)
        counted = [_Hits(kind, hits, hits.count()) for (kind, _), hits in zip(wanted, results, strict=True)]
        return [hits for hits in counted if hits.count]

    return guard.together([(kind, (kind, rows)) for kind, rows in kinds], found, site=site)


def _choices(
    asked: Asked, everything: Sequence[_Hits], *, total: int, chosen: _Hits | None, address: str
) -> list[Choice]:
    links = [Choice(_("All"), link(address, q=asked.words), total, chosen is None)]
    links += [
        Choice(hits.kind.label, link(address, q=asked.words, kind=hits.kind.key), hits.count, hits is chosen)
        for hits in everything
    ]
    return links


def _shown(kind: SearchKind, rows: Any, query: ParsedQuery, request: HttpRequest) -> list[Result]:
    none: list[Result] = []
    return guard.call(kind, _cards, kind, rows, query, request, fallback=none, site=Site.find_for_request(request))


def _cards(kind: SearchKind, rows: Any, query: ParsedQuery, request: HttpRequest) -> list[Result]:
    cards = kind.cards(request, list(rows)) if kind.cards else [kind.card(row) for row in rows]
    return [_result(card, query) for card in cards if card.url]


def _result(card: ResultCard, query: ParsedQuery) -> Result:
    return Result(
        title=highlight(str(card.title), query),
        url=card.url,
        text=snippet(str(card.text), query),
        meta=card.meta,
        lang=card.lang,
        text_lang=card.text_lang,
    )


def _keywords() -> Mapping[str, Sequence[str]]:
    """Every keyword as the visitor reads it, with its name, reading, English name and other words."""
    found: dict[str, list[str]] = {}
    for word in Keyword.objects.only("name", "reading", "name_en", "synonyms")[:MOST_KEYWORDS]:
        forms = (word.name, word.reading, word.name_en, *word.synonyms.split(","))
        found.setdefault(word.display_name, []).extend(form.strip() for form in forms if form.strip())
    return found
