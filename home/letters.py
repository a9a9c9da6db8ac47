"""What the centre's news put into letters."""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.locales import language_of
from cms.core.spoken_dates import say_day
from cms.core.templatetags.kakehashi import in_visitors_language, visitors_language
from cms.plugin_api import LetterContext, LetterItem

from .listing import for_language, on_site
from .models import NewsPage

MOST = 30


def news(context: LetterContext) -> Iterator[LetterItem]:
    """News that became public since the last letter, the newest first; one in the reader's language or the nearest."""
    language = language_of(context.language)
    pages = for_language(on_site(NewsPage, site=context.site), code=language.code).filter(
        first_published_at__gt=context.since, first_published_at__lte=context.until
    )
    for page in pages.defer("body").order_by("-date", "-pk")[:MOST]:
        written_in = language_of(page.locale.language_code)
        _site, _root, path = page.get_url_parts()
        yield LetterItem(
            key=str(page.translation_key), title=page.title, url=in_visitors_language(path), text=page.lead,
            meta=[str(page.get_category_display()), say_day(page.date, language=visitors_language())],
            lang="" if written_in.code == language.code else written_in.bcp47,
        )  # fmt: skip
