"""Which pages a list shows: those of its own language and, marked, those that exist in a fallback language only."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from cms.core import public_pages, sites
from cms.core.languages_on import fallbacks_on
from cms.core.locales import language_of
from cms.core.public_pages import one_of_each_family, without_private

P = TypeVar("P", bound=Page)


def children_of(index: Page, model: type[P]) -> QuerySet[P]:
    """Return the live, public pages of `model` directly below `index`.

    Pages below the same index in a fallback language are added when they have no live translation here or in a nearer
    one. The rows carry their locale, so that a list can mark words in another language without a query each.
    """
    wanted = nearer = public_pages.below(index.path) & Q(depth=index.depth + 1)
    for path, depth in _twins(index):
        translated = model.objects.filter(nearer, live=True).values("translation_key")  # type: ignore[attr-defined]
        twins = public_pages.below(path) & Q(depth=depth + 1)
        wanted |= twins & ~Q(translation_key__in=translated)
        nearer |= twins
    rows = model.objects.filter(wanted, live=True).select_related("locale")  # type: ignore[attr-defined]
    return without_private(rows)


def _twins(index: Page) -> list[tuple[str, int]]:
    """Path and depth of the same index in the fallback languages, the nearest first."""
    fallbacks = fallbacks_on(language_of(index.locale.language_code))
    if not fallbacks:
        return []
    family = getattr(index, "found_translations", None)
    if family is None:
        family = Page.objects.filter(translation_key=index.translation_key).select_related("locale")
    twins = [page for page in family if page.live and page.locale.language_code in fallbacks]
    twins.sort(key=lambda page: fallbacks.index(page.locale.language_code))
    return [(page.path, page.depth) for page in twins]


def on_site(model: type[P], *, site: Site) -> QuerySet[P]:
    """Return the live, public pages of `model` below the site's home pages, in every language."""
    below = Q()
    for root in sites.root_paths():
        if root.site_id == site.pk:
            below |= Q(url_path__startswith=root.root_path)
    rows = model.objects.filter(below or Q(pk__in=[]), live=True)  # type: ignore[attr-defined]
    return without_private(rows.select_related("locale"))


def for_language(rows: QuerySet[P], *, code: str) -> QuerySet[P]:
    """Narrow to one page per family: the language's own, or that of its nearest fallback language."""
    return rows.filter(one_of_each_family(code))
