"""What the home app itself puts on the home page: news and guides."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from cms.core.memory import SHELL
from cms.core.navigation import places
from cms.core.templatetags.kakehashi import visitors_language

from .models.guides import guides_below
from .models.news import news_below

NEWS_SHOWN = 4
GUIDES_SHOWN = 6


def news(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """The newest news, or nothing where there is none."""
    index = places(request).get("news")
    if index is None:
        return None
    items = SHELL.get(("home news", index.pk), lambda: list(news_below(index)[:NEWS_SHOWN]))
    return {"index": index, "items": items, "language": visitors_language()} if items else None


def guides(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """The newest guides, or nothing where there is none."""
    index = places(request).get("guides")
    if index is None:
        return None
    items = SHELL.get(("home guides", index.pk), lambda: list(guides_below(index)[:GUIDES_SHOWN]))
    return {"index": index, "items": items, "language": visitors_language()} if items else None
