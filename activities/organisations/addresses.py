"""Where an organisation is found on the public site, and where one that has moved is found now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction, Site

from cms.core.json_rows import rows_as_json, rows_of
from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import Memory
from cms.core.statements import NO_KEY, Statement
from cms.core.templatetags.kakehashi import in_visitors_language

from .succession import carried_on_by


def below(directory_url: str, slug: str) -> str:
    """The address of the organisation `slug` in the directory at `directory_url`."""
    return f"{directory_url}{quote(slug)}/"


def _open_directories() -> Any:
    """The live directories that everybody may read, a row for each of their areas.

    Wagtail's `public()` would ask for the restrictions first; here they are part of the same query.
    """
    private = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), CharField())).filter(
        below__startswith=F("page__path")
    )
    pages = apps.get_model("organisations.OrganisationDirectoryPage").objects.live().exclude(Exists(private))
    return pages.annotate(listed_area=F("areas")).select_related("locale").order_by("path")


_OPEN = Statement(_open_directories)
_REMEMBERED = Memory(1)


def _read_open() -> tuple[Any, ...]:
    """The same, each once, with its areas."""
    found: dict[int, Any] = {}
    for row in _OPEN():
        page = found.setdefault(row.pk, row)
        page.known_area_ids = (page.known_area_ids or frozenset()) | ({row.listed_area} - {None})
    return tuple(found.values())


class Directories:
    """The live directories that everybody may read, of one site, in the order of the page tree.

    One query, or none in a request while nothing is published.
    """

    def __init__(self, site: Site | None, request: HttpRequest | None) -> None:
        self.request = request
        families: dict[Any, dict[str, Any]] = {}
        for page in _REMEMBERED.get("open", _read_open):
            parts = page.get_url_parts(request)
            if parts and (site is None or parts[0] == site.pk):
                families.setdefault(page.translation_key, {})[page.locale.language_code] = page
        language = language_of(get_language() or SOURCE_LANGUAGE)
        nearest = [language.code, *fallbacks_on(language), SOURCE_LANGUAGE]
        self.pages = [self._nearest(family, nearest) for family in families.values()]
        self.urls: dict[int, str | None] = {}

    @staticmethod
    def _nearest(family: dict[str, Any], codes: list[str]) -> Any:
        """The page that routing finds at the directory's address in the visitor's language."""
        return next((family[code] for code in codes if code in family), None) or next(iter(family.values()))

    @classmethod
    def of(cls, site: Site | None, request: HttpRequest | None) -> Directories:
        """The directories of a site, looked up once per request and language."""
        if request is None:
            return cls(site, None)
        known = request.__dict__.setdefault("_organisation_directories", {})
        key = (site.pk if site else None, get_language())
        if key not in known:
            known[key] = cls(site, request)
        return known[key]

    def same(self, page: Any) -> Any:
        """The page as it was fetched here, with its areas; the page itself when it is not among the public ones."""
        return next((known for known in self.pages if known.pk == page.pk), page)

    def prepare(self, organisations: Iterable[Any]) -> None:
        """Fetch for all of them at once what the filters will ask each of them for."""
        rows = list(organisations)
        if any(page.area_ids for page in self.pages):
            links = apps.get_model("organisations.Organisation").areas.through.objects
            _tell(rows, "known_area_ids", links, "organisation_id", "area_id")
        if any(page.keyword_id for page in self.pages):
            links = apps.get_model("organisations.OrganisationKeyword").objects
            _tell(rows, "known_keyword_ids", links, "content_object_id", "tag_id")

    def home_of(self, organisation: Any) -> Any:
        """The first directory that takes the organisation, or None."""
        return next((page for page in self.pages if page.takes(organisation)), None)

    def url_of(self, organisation: Any) -> str | None:
        """The organisation's own address in the visitor's language, or None when it has none."""
        if not organisation.is_public or organisation.status == "merged":
            return None
        home = self.home_of(organisation)
        url = self._url_of_page(home) if home else None
        return below(url, organisation.slug) if url else None

    def _url_of_page(self, page: Any) -> str | None:
        """The directory's address in the visitor's language; asked once for however many organisations."""
        if page.pk not in self.urls:
            url = page.get_url(self.request)
            self.urls[page.pk] = in_visitors_language(url) if url else None
        return self.urls[page.pk]


def _tell(rows: list[Any], name: str, links: Any, organisation: str, other: str) -> None:
    """Set what the rows are linked to, of those who do not know it yet; one query."""
    unknown = [row for row in rows if getattr(row, name) is None]
    if not unknown:
        return
    found: dict[int, set[int]] = {row.pk: set() for row in unknown}
    for pk, key in links.filter(**{f"{organisation}__in": list(found)}).values_list(organisation, other):
        found[pk].add(key)
    for row in unknown:
        setattr(row, name, frozenset(found[row.pk]))


def asked_by_filters(organisation: str) -> dict[str, Any]:
    """Annotations: what the filters of directories ask of the organisation at a path, for `know`. No query more."""
    here = OuterRef(organisation)
    areas = apps.get_model("organisations.Organisation").areas.through.objects.filter(organisation=here)
    keywords = apps.get_model("organisations.OrganisationKeyword").objects.filter(content_object=here)
    return {
        "of_areas": rows_as_json(areas, "organisation", "area_id"),
        "of_keywords": rows_as_json(keywords, "content_object", "tag_id"),
    }


def know(organisation: Any, *, areas: str | None, keywords: str | None) -> Any:
    """Tell an organisation what `asked_by_filters` read of it, and return it."""
    organisation.known_area_ids = frozenset(row[0] for row in rows_of(areas))
    organisation.known_keyword_ids = frozenset(row[0] for row in rows_of(keywords))
    return organisation


def _site_of(organisation: Any, request: HttpRequest | None) -> Site | None:
    here = Site.find_for_request(request) if request is not None else None
    if organisation.site_id is None or (here and here.pk == organisation.site_id):
        return here
    return Site.objects.filter(pk=organisation.site_id).first()


def public_url(organisation: Any, request: HttpRequest | None = None) -> str | None:
    """Return the address of the organisation's page below the first live directory that lists it, or None."""
    return Directories.of(_site_of(organisation, request), request).url_of(organisation)


def public_urls(organisations: Iterable[Any], request: HttpRequest) -> dict[int, str | None]:
    """Return the address of each organisation by its id, with a number of queries that does not grow with them."""
    rows = list(organisations)
    site = Site.find_for_request(request)
    directories = Directories.of(site, request)
    here = [row for row in rows if row.site_id is None or (site and row.site_id == site.pk)]
    directories.prepare(here)
    found = {row.pk: directories.url_of(row) for row in here}
    return found | {row.pk: public_url(row, request) for row in rows if row.pk not in found}


def set_addresses(organisations: Iterable[Any], site: Site | None) -> None:
    """Set `address` of each: for those who know no request, such as the cards of a search."""
    rows = list(organisations)
    directories = Directories(site, None)
    directories.prepare(rows)
    for row in rows:
        row.address = directories.url_of(row)


def with_page(site: Site | None, request: HttpRequest | None = None) -> Any:
    """Return the organisations that have a page on the site, as a queryset: those that some directory lists."""
    rows = apps.get_model("organisations.Organisation").objects.for_site(site.pk if site else None).public()
    listed = [page.filter_on(site).lets_in() for page in Directories.of(site, request).pages]
    if not listed:
        return rows.none()
    # A directory without a filter lets everything in; its empty condition would be lost among the others.
    return rows.filter(reduce(or_, listed)) if all(listed) else rows


def listed_here(*, directory: Any, site: Site | None, request: HttpRequest | None) -> list[Any]:
    """Return the organisations whose own address is below this directory."""
    directories = Directories.of(site, request)
    rows = list(directory.organisations(site))
    directories.prepare(rows)
    return [row for row in rows if (home := directories.home_of(row)) and home.pk == directory.pk]


@dataclass(frozen=True)
class Found:
    """What is at an address: an organisation, or the address where it is now; neither when there is nothing."""

    organisation: Any = None
    moved_to: str | None = None

    def redirect(self) -> HttpResponsePermanentRedirect:
        answer = HttpResponsePermanentRedirect(str(self.moved_to))
        # Browsers keep a permanent redirect for good, and a merge can be taken back.
        answer["Cache-Control"] = "no-cache"
        return answer


def find(*, slug: str, directory: Any, request: HttpRequest) -> Found:
    """Look up `<directory>/<slug>/`: the organisation itself, its successor, or who had that slug before."""
    site = Site.find_for_request(request)
    organisation = _with_slug(slug, site)
    if organisation is None:
        return Found()
    now = carried_on_by(organisation)
    url = public_url(now, request)
    if url is None:
        return Found()
    if now is not organisation or now.slug != slug or directories_differ(url, directory, slug, request):
        return Found(moved_to=url)
    return Found(organisation=now)


def directories_differ(url: str, directory: Any, slug: str, request: HttpRequest) -> bool:
    """Whether the organisation's own address is below another directory than this one."""
    here = below(in_visitors_language(directory.get_url(request) or ""), slug)
    return url != here


def _here(site: int) -> Q:
    return Q(site=site) | Q(site__isnull=True)


_NOW = Statement(
    lambda site, slug: apps.get_model("organisations.Organisation")
    .objects.filter(_here(site), slug=slug)
    .select_related("successor", "image", "social_image")
    .annotate(**asked_by_filters("pk")),
    site=int, slug=str,
)  # fmt: skip
_BEFORE = Statement(
    lambda site, slug: apps.get_model("organisations.FormerSlug")
    .objects.filter(_here(site), slug=slug)
    .select_related("organisation__successor"),
    site=int, slug=str,
)  # fmt: skip


def _with_slug(slug: str, site: Site | None) -> Any:
    """The organisation that has this slug now, else the one that had it before; a site's own before a shared one."""
    here = site.pk if site else NO_KEY
    rows = [know(row, areas=row.of_areas, keywords=row.of_keywords) for row in _NOW(site=here, slug=slug)]
    rows = rows or [row.organisation for row in _BEFORE(site=here, slug=slug)]
    return min(rows, key=lambda row: row.site_id is None, default=None)
