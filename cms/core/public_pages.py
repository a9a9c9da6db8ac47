"""Which pages everybody may read, and which one of each family."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from cms.plugin_host.belonging import at_or_below as at_or_below

from .languages_on import fallbacks_on
from .locales import language_of

P = TypeVar("P", bound=Page)


def below(path: str) -> Q:
    """The condition for pages below the page with this path, at any depth.

    As a range: SQLite reads no index for what `path__startswith` and Wagtail's `descendant_of` ask, and looks at every
    page of the site.
    """
    return Q(path__range=interval_below(path))


def interval_below(path: str) -> tuple[str, str]:
    """The first and the last path that a page below the page with this path can have."""
    return f"{path}{'0' * Page.steplen}", f"{path}{'Z' * Page.steplen}"


def at_addresses(addresses: Iterable[str]) -> QuerySet[Page]:
    """Return the pages with these `url_path`s, which no index knows: their slugs, the last parts, are in one."""
    wanted = list(addresses)
    slugs = {address.rstrip("/").rpartition("/")[2] for address in wanted}
    return Page.objects.filter(slug__in=sorted(slugs), url_path__in=wanted).order_by()


def without_private(rows: QuerySet[P]) -> QuerySet[P]:
    """Leave out what stands below a page with a view restriction.

    Wagtail's `public()` asks for the restrictions first; here they are part of the rows' own query.
    """
    return rows.exclude(restricted())


def restricted() -> Exists:
    """Whether a row of a query for pages stands below a page with a view restriction, or is one."""
    restrictions = PageViewRestriction.objects.annotate(path_here=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(restrictions.filter(path_here__startswith=F("page__path")))


def one_of_each_family(code: str) -> Q:
    """The condition for one live page per family: the language's own, or that of its nearest fallback language.

    Every row is judged by itself, so that a search that found a few pages does not read all pages.
    """
    language = language_of(code)
    wanted = Q(locale__language_code=language.code)
    nearer = [language.code]
    for fallback in fallbacks_on(language):
        taken = Page.objects.filter(
            translation_key=OuterRef("translation_key"), live=True, locale__language_code__in=nearer
        )
        wanted |= Q(~Exists(taken), locale__language_code=fallback)
        nearer = [*nearer, fallback]
    return wanted
