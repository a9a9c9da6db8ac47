"""What an event is called: words live on pages, found by value in the nearest language."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from cms.core.locales import language_of

from .models import Event


@dataclass(frozen=True)
class Title:
    """The title of the page that tells about an event, and where it is; `url` is empty when there is no live page."""

    text: str
    url: str = ""


def title_of(event: Event, *, locale: str) -> Title:
    """Return the title in a language, or the nearest one that has it; the kind of event when no page does.

    Remembered on the row, so that a message to everybody asks once per language.
    """
    known: dict[str, Title] = event.__dict__.setdefault("_titles", {})
    if locale not in known:
        known[locale] = _look_up(event, locale)
    return known[locale]


def _look_up(event: Event, locale: str) -> Title:
    pages = list(Page.objects.filter(translation_key=event.page_key).select_related("locale").order_by("pk"))
    by_code = {page.locale.language_code: page for page in pages}
    for code in (locale, *language_of(locale).fallbacks, *by_code):
        page = by_code.get(code)
        if page is not None:
            return Title(page.title, (page.full_url or "") if page.live else "")
    return Title(str(event.get_kind_display()))
