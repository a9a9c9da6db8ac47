"""What a visitor is told of a page whose source says something else by now."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import SHELL
from cms.core.models import BasePage
from cms.core.site_files.alternates import alternates
from plugins.multilingual.translation.models import TranslatedFrom

#: Languages whose pages are read instead, the plainest first.
INSTEAD: Sequence[str] = ("ja-simple", SOURCE_LANGUAGE)


def notice(context: Mapping[str, Any]) -> str:
    """Say that the words are older than those of the source, with the way to these.

    One query until something is published, for all pages of all languages; none on Japanese pages.
    """
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, BasePage) or request is None or page.locale.language_code == SOURCE_LANGUAGE:
        return ""
    behind = SHELL.get("stale translations", _stale)
    if (page.translation_key, page.locale_id) not in behind:
        return ""
    stale = {locale for key, locale in behind if key == page.translation_key}
    outdated = {each.locale.language_code for each in page.found_translations or () if each.locale_id in stale}
    addresses = alternates(request) or {}
    links = [(language_of(code), addresses[code]) for code in INSTEAD if code in addresses and code not in outdated]
    return render_to_string("multilingual/stale.html", {"links": links})


def _stale() -> frozenset[tuple[UUID, int]]:
    return frozenset(TranslatedFrom.objects.stale().exclude(digest="").values_list("translation_key", "locale_id"))
