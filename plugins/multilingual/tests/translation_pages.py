"""Pages for tests of translations: a guide in Japanese, translated as people do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.test import TestCase
from wagtail.models import Locale, Page, Site

from home.models import GuidePage, StandardPage
from plugins.multilingual.translation import services
from plugins.multilingual.translation.pieces import pieces_of

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def site() -> Site:
    return Site.objects.get(is_default_site=True)


def a_page(title: str = "ごみの出し方", slug: str = "gomi", **fields: Any) -> StandardPage:
    page = StandardPage(
        title=title, slug=slug, lead="朝8時までに出します。",
        body=[("text", "<p>燃えるごみは<b>月曜日</b>です。</p><p>くわしくは<a href=\"https://example.jp/\">市のページ</a>へ。</p>")],
    )  # fmt: skip
    for name, value in fields.items():
        setattr(page, name, value)
    site().root_page.add_child(instance=page)
    publish(page)
    return StandardPage.objects.get(pk=page.pk)


def in_words_of(translation: Any, mark: str = "EN", **words: str) -> dict[str, services.Typed]:
    """Return a translation for every piece: its own words with marks kept, or those given by the Japanese text."""
    typed = {}
    for piece in pieces_of(translation):
        text = words.get(piece.text) or _english(piece.text, mark)
        typed[piece.key] = services.Typed(text)
    return typed


def _english(text: str, mark: str) -> str:
    import re

    tags = re.findall(r"<a id=\"[^\"]+\">", text)
    return f"{mark} {len(text)} " + "".join(f"{tag}link</a>" for tag in tags)


def translated(page: Page, code: str = "en", mark: str = "EN") -> Any:
    """The page, published in another language."""
    translation = services.start(page, locale=locale(code), now=NOW)
    services.keep(translation=translation, typed=in_words_of(translation, mark), by=None, now=NOW)
    return services.publish(translation=translation, by=None, now=NOW)


def publish(page: Any, revision: Any = None) -> None:
    """Publish, and let everybody hear of it."""
    with committed():
        (revision or page.save_revision()).publish()


@contextmanager
def committed() -> Iterator[None]:
    """As if the work inside were committed: what waits for it is done, and nothing waits any more."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    connection.run_on_commit = []


def say(page: Any, **fields: Any) -> Any:
    """Change the page and publish it, as an editor does."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    publish(page)
    return type(page).objects.get(pk=page.pk)


__all__ = ["NOW", "GuidePage", "a_page", "in_words_of", "locale", "publish", "say", "site", "translated"]
