"""What an event is called: words live on pages, found by value in the nearest language."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from wagtail.models import Page

from cms.core.locales import language_of
from cms.core.statements import Statement
from cms.core.templatetags.kakehashi import in_visitors_language
from cms.core.untranslated import Said

from .models import Event


@dataclass(frozen=True)
class Title:
    """The title of the page that tells about an event, and where it is.

    url: the whole address, for mails and calendars. path: the same within the site. Both speak the language that was
    asked for, and are empty when there is no live page. lang: the language of `text` where it is another one.
    """

    text: str
    url: str = ""
    path: str = ""
    lang: str = ""

    @property
    def said(self) -> str:
        """The text, marked where it is in another language than the one that was asked for."""
        return Said(self.text, language_of(self.lang).code) if self.lang else self.text


def title_of(event: Event, *, locale: str) -> Title:
    """Return the title in a language, or the nearest one that has it; the kind of event when no page does.

    Remembered on the row, so that a message to everybody asks once per language.
    """
    known: dict[str, Title] = event.__dict__.setdefault("_titles", {})
    if locale not in known:
        known[locale] = _look_up(event, locale)
    return known[locale]


_FAMILY = Statement(
    lambda key: Page.objects.filter(translation_key=key).select_related("locale").order_by("pk"), key=UUID
)


def _look_up(event: Event, locale: str) -> Title:
    pages = list(_FAMILY(key=event.page_key))
    by_code = {page.locale.language_code: page for page in pages}
    for code in (locale, *language_of(locale).fallbacks, *by_code):
        page = by_code.get(code)
        if page is not None:
            lang = "" if code == locale else language_of(code).bcp47
            return Title(page.title, *_address(page, locale), lang=lang)
    return Title(str(event.get_kind_display()))


def _address(page: Page, locale: str) -> tuple[str, str]:
    parts = page.get_url_parts() if page.live else None
    if parts is None:
        return "", ""
    _site, root, path = parts
    with translation.override(locale):
        path = in_visitors_language(path or "")
    return root + path, path
