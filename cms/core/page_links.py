"""Links to pages in rich text, which stay in the visitor's language."""

from typing import Any

from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler

from .templatetags.kakehashi import in_visitors_language


class LocalPageLinkHandler(PageLinkHandler):
    """Wagtail's leads to the translation, and where there is none into the language of the words that are linked.

    Every page answers in every language with the nearest words that there are, and says so there.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [_opening(page) for page in cls.get_many(attrs_list)]


def _opening(page: Any) -> str:
    url = page.localized.url if page else None
    return str(format_html('<a href="{}">', in_visitors_language(url))) if url else "<a>"
