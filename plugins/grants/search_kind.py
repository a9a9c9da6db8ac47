"""Grants in the site's search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api.contributions import ResultCard

from . import cards, windows
from .elsewhere import pages
from .models import GrantPage, GrantProgramme


def searchable(site: Any) -> Any:
    """One page of each grant that a visitor may read and that has facts."""
    return pages(site).filter(translation_key__in=GrantProgramme.objects.order_by().values("page_key"))


def results(request: HttpRequest, found: Sequence[GrantPage]) -> list[ResultCard]:
    """The cards of some pages, with their deadlines: two queries, however many."""
    keys = [page.translation_key for page in found]
    programmes = {row.page_key: row for row in GrantProgramme.objects.filter(page_key__in=keys).for_lists()}
    shown_as = windows.of_site(Site.find_for_request(request))
    words = cards.words_of(found, request)
    made = []
    for key in keys:
        if key not in programmes:
            continue
        card = cards.card_of(programmes[key], words[key], now=timezone.now(), windows=shown_as)
        made.append(_result(card, [card.status[1], card.eyebrow, *card.meta]))
    return made


def result(page: GrantPage) -> ResultCard:
    """The card of one page without its facts, for lists that ask one by one."""
    words = cards.words_of([page], None)[page.translation_key]
    return ResultCard(title=words.title, url=words.url, text=words.summary, lang=words.lang)


def _result(card: cards.Card, meta: list[str]) -> ResultCard:
    return ResultCard(title=card.title, url=card.url, text=card.text, meta=meta, lang=card.lang)
