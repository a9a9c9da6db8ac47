"""Which pages are missing or out of date in which language, for the report and the first screen of the admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Locale, Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, Translation

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.public_pages import at_or_below
from plugins.multilingual.translation import glossary
from plugins.multilingual.translation.models import TranslatedFrom
from plugins.multilingual.translation.standing import InLanguage, standings


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


def lines(pages: Iterable[Page], into: Sequence[Locale], *, site: Site) -> Iterator[Line]:
    """One line per page and language, by page: a few queries and two a language, however many pages there are."""
    pages = list(pages)
    found = standings([page.translation_key for page in pages], into)
    lacking = {each.pk: lacking_terms(each, site) for each in into}
    for page in pages:
        for at in found[page.translation_key]:
            yield Line(page, at, terms=lacking[at.locale.pk].get(page.translation_key, 0))


def lacking_terms(locale: Locale, site: Site) -> dict[Any, int]:
    """Return how many agreed terms the translations into a language lack, by `translation_key`."""
    terms = glossary.agreed(site, locale.language_code)
    if not terms:
        return {}
    asked = Q()
    for each in terms:
        asked |= Q(string__data__contains=each.term)
    begun = Translation.objects.filter(source=OuterRef("source"), target_locale=locale, enabled=True)
    segments = StringSegment.objects.filter(asked).filter(Exists(begun)).annotate_translation(locale)
    found: dict[Any, int] = {}
    rows = segments.exclude(translation=None).values_list("source__object_id", "string__data", "translation")
    for key, text, translation in rows:
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
