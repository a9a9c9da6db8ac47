"""Organisations in the site's search and on the pages of keywords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language

from cms.plugin_api.contributions import ResultCard

from . import addresses
from .listing import with_words
from .models import Organisation, OrganisationKeyword
from .words import words_in


def searchable(site: Any) -> Any:
    """The organisations that have a page, with what their cards read."""
    return with_words(addresses.with_page(site)).with_addresses(site)


def card(organisation: Organisation) -> ResultCard:
    """What a result shows: never a contact."""
    text = words_in(organisation.live_texts, get_language() or "ja")
    areas = [area.label for area in organisation.areas.all()]
    return ResultCard(
        title=organisation.display_name,
        url=organisation.address or "",
        text=text.summary if text else "",
        meta=[organisation.get_kind_display(), *areas],
        lang=text.bcp47_if_foreign if text else "",
    )


def tagged(site: Any, keyword: Any) -> Any:
    """Those with a keyword, in the order of their readings."""
    return searchable(site).with_keyword(keyword.pk).in_order("kana")


def counts(site: Any) -> Mapping[int, int]:
    """How many there are per keyword."""
    rows = OrganisationKeyword.objects.filter(content_object__in=addresses.with_page(site).order_by().values("pk"))
    return dict(rows.values_list("tag_id").annotate(number=Count("content_object_id", distinct=True)).order_by())
