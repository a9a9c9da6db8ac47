"""Turn the HTML of the demo's texts into streams of blocks."""

import re
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

_PART = re.compile(r"<h([23])>(.*?)</h\1>|\{(contact)\}|\{button ([^}]*)\}", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_LINK = re.compile(r'href="page:([^"]*)"')


class UnknownPage(Exception):
    """A text links to a page that the demo does not make."""


class Bodies:
    """Makes streams; `pages` has the primary key of every page that a text may link to, by its path."""

    def __init__(self, pages: Mapping[str, int]) -> None:
        self.pages = pages

    def stream(self, html: str) -> list[tuple[str, Any]]:
        """Return the blocks of a text: headings, paragraphs between them, {contact}, {button …}."""
        blocks: list[tuple[str, Any]] = []
        position = 0
        for part in _PART.finditer(html):
            blocks += self._text(html[position : part.start()])
            blocks.append(self._block(part))
            position = part.end()
        return [*blocks, *self._text(html[position:])]

    def _text(self, html: str) -> list[tuple[str, Any]]:
        words = _LINK.sub(lambda link: f'linktype="page" id="{self._page(link[1])}"', html.strip())
        return [("text", words)] if words else []

    def _block(self, part: re.Match[str]) -> tuple[str, Any]:
        level, heading, contact, button = part.groups()
        if heading:
            return "heading", {"text": heading, "level": level}
        if contact:
            return "contact", {"title": "", "use_centre": True}
        given = dict(_ATTRIBUTE.findall(button))
        page = Page.objects.get(pk=self._page(given["page"]))
        return "call_to_action", {"text": given.get("text", ""), "label": given["label"], "page": page, "url": ""}

    def _page(self, path: str) -> int:
        if path not in self.pages:
            raise UnknownPage(path)
        return self.pages[path]
