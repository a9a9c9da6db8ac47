"""What an event is called: words live on pages, found by value in the nearest language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from wagtail.models import Page

from cms.core.languages_on import fallbacks_on
from cms.core.locales import language_of
from cms.core.statements import Statement
from cms.core.templatetags.kakehashi import in_visitors_language
from cms.core.untranslated import Said

from .models import Event


@dataclass(frozen=True)
class Title:
    """The title of the page that tells about an event, and where it is.

    url: the whole address, for mails and calendars. path: the same within the site. Both speak the language that was
    asked for, and are empty when no live page is shown in it. lang: the language of `text` where it is another one.
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

    Who registered in a language reads it, also after the site has switched it off: it is looked for first. Of those
    that stand in for it, only such as are on. A page that was taken off still has its name, one that never was public
    has none where another was.

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
    own = next((page for page in pages if page.locale.language_code == locale), None)
    if own is not None and own.live:  # as with nearly all: nothing else is asked for
        return Title(own.title, *_address(own, locale))
    if not pages:
        return Title(str(event.get_kind_display()))
    language = language_of(locale)
    near = (locale, *(fallbacks_on(language, event.site) if language.fallbacks else ()))
    named = min(pages, key=lambda page: (not was_public(page), *rank(page, near)))
    shown = min(
        (page for page in pages if page.live and page.locale.language_code in near),
        key=lambda page: rank(page, near), default=None,
    )  # fmt: skip
    code = named.locale.language_code
    url, path = _address(shown, locale) if shown else ("", "")
    return Title(named.title, url, path, lang="" if code == locale else language_of(code).bcp47)


def was_public(page: Page) -> bool:
    """Whether a page is public or has been."""
    return page.live or page.first_published_at is not None


def rank(page: Page, near: Sequence[str]) -> tuple[int, int]:
    """Return how near a page is, by the codes of languages, the nearest first; one in none of them comes last."""
    code = page.locale.language_code
    return near.index(code) if code in near else len(near), page.pk


def _address(page: Page, locale: str) -> tuple[str, str]:
    parts = page.get_url_parts()
    if parts is None:
        return "", ""
    _site, root, path = parts
    with translation.override(locale):
        path = in_visitors_language(path or "")
    return root + path, path
