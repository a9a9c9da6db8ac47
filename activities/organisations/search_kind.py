"""Organisations in the site's search and on the pages of keywords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.json_rows import rows_as_json, rows_of
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.models.site_settings import in_language
from cms.core.templatetags.kakehashi import visitors_language
from cms.plugin_api.contributions import ResultCard

from . import addresses, words
from .listing import with_words
from .models import Organisation, OrganisationKeyword, OrganisationText


def searchable(site: Any) -> Any:
    """The organisations that have a page, with what their cards read."""
    return with_words(addresses.with_page(site)).with_addresses(site)


def rows(request: HttpRequest) -> Any:
    """The same for a page of search results: the directories are those of the request, the summary comes along."""
    found = addresses.with_page(Site.find_for_request(request), request)
    texts = OrganisationText.objects.filter(organisation=OuterRef("pk"), live=True)
    nearest = texts.order_by(words.in_order_of(words.nearest(get_language() or SOURCE_LANGUAGE)), "pk")
    areas = Organisation.areas.through.objects.filter(organisation=OuterRef("pk"))
    return found.annotate(
        public_summary=Subquery(nearest.values("summary")[:1]),
        summary_in=Subquery(nearest.values("locale__language_code")[:1]),
        of_areas=rows_as_json(areas, "organisation", "area__reading", "area__name", "area__name_en"),
    )


def cards(request: HttpRequest, organisations: Sequence[Organisation]) -> list[ResultCard]:
    """The cards of `rows`."""
    urls = addresses.public_urls(organisations, request)
    return [
        ResultCard(
            title=organisation.display_name,
            url=urls[organisation.pk] or "",
            text=organisation.public_summary or "",
            meta=[organisation.get_kind_display(), *_areas(organisation)],
            lang=organisation.name_lang,
            text_lang=_foreign(organisation.summary_in) if organisation.summary_in else "",
        )
        for organisation in organisations
    ]


def _foreign(code: str) -> str:
    """The language with this code as `lang` says it, or nothing where the visitor reads it."""
    return "" if visitors_language().code == code else language_of(code).bcp47


def _areas(organisation: Any) -> list[str]:
    """The names of the areas that `rows` read, in the order of their readings."""
    named = sorted(tuple(row) for row in rows_of(organisation.of_areas))
    return [in_language(name, name_en) for _reading, name, name_en in named]


def card(organisation: Organisation) -> ResultCard:
    """What a result shows: never a contact."""
    text = words.words_in(organisation.live_texts, get_language() or "ja")
    areas = [area.label for area in organisation.areas.all()]
    return ResultCard(
        title=organisation.display_name,
        url=organisation.address or "",
        text=text.summary if text else "",
        meta=[organisation.get_kind_display(), *areas],
        lang=organisation.name_lang,
        text_lang=text.bcp47_if_foreign if text else "",
    )


def tagged(organisations: Any, keyword: Any) -> Any:
    """Those with a keyword, in the order of their readings."""
    return organisations.with_keyword(keyword.pk).in_order("kana")


def counts(site: Any) -> Any:
    """How many there are per keyword."""
    rows = OrganisationKeyword.objects.filter(content_object__in=addresses.with_page(site).order_by().values("pk"))
    return rows.order_by().values_list("tag_id").annotate(number=Count("content_object_id", distinct=True))
