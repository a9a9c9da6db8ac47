"""Rich text of Wagtail for mail: HTML with its styles beside every element, and the same words as plain text."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms.mail.base_url import absolute

STYLES = {
    "p": "margin:0 0 16px", "ul": "margin:0 0 16px;padding-inline-start:1.4em",
    "ol": "margin:0 0 16px;padding-inline-start:1.6em", "li": "margin:0 0 4px",
}  # fmt: skip


def for_mail(value: RichText, *, site: Any) -> tuple[SafeString, str]:
    """Return the HTML and the plain text of rich text; links are complete, those that lead nowhere are words."""
    soup = BeautifulSoup(expand_db_html(value.source), "html.parser")
    for link in soup.find_all("a"):
        href = str(link.get("href") or "")
        if not href:
            link.unwrap()
            continue
        link.attrs = {"href": absolute(href, site=site), "class": "accent"}
    plain = _plain(soup).strip()
    for name, style in STYLES.items():
        for tag in soup.find_all(name):
            tag["style"] = style
    # Wagtail has cleaned it when it was saved; what was added here are our own attributes.
    return mark_safe(str(soup)), plain


def _plain(node: Tag) -> str:
    """Return the words of an element, blocks apart, lists with their marks."""
    out = []
    for child in node.children:
        if isinstance(child, NavigableString):
            out.append(str(child))
        elif isinstance(child, Tag):
            out.append(_element(child))
    return "".join(out)


def _element(tag: Tag) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name == "a":
        words, href = _plain(tag), str(tag["href"])
        return words if words == href else f"{words} {href} "
    if tag.name in {"ul", "ol"}:
        items = [_plain(item).strip().replace("\n", "\n  ") for item in tag.find_all("li", recursive=False)]
        marks = [f"{number}." for number in range(1, len(items) + 1)] if tag.name == "ol" else ["-"] * len(items)
        return "".join(f"{mark} {item}\n" for mark, item in zip(marks, items, strict=True)) + "\n"
    if tag.name == "p":
        return f"{_plain(tag).strip()}\n\n"
    return _plain(tag)
