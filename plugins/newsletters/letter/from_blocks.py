"""The stream of an issue as parts of a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cms.core.blocks.pictures import picture_of
from cms.core.letter_sections import Filled
from cms.core.templatetags.kakehashi import shown
from cms.mail.base_url import absolute

from .parts import Action, Heading, Lead, Link, Links, Part, Picture, Quote, Running, Section
from .rich_text import for_mail

#: A letter is 600 pixels wide and has 24 of padding on either side.
WIDEST = 552


def parts_of(body: Any, *, site: Any, filled: Mapping[str, Filled]) -> Iterator[Part]:
    """Yield the parts, in order. filled: what fills itself, by "plugin:key"; sections without anything are left out."""
    for child in body:
        make = MAKERS.get(child.block_type)
        part = make(child.value, site, filled) if make else None
        if part is not None:
            yield part


def _lead(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part:
    return Lead(str(value))


def _heading(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part:
    return Heading(value["text"], int(value["level"]))


def _text(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part:
    return Running(*for_mail(value, site=site))


def _picture(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part | None:
    found = picture_of(value["image"]) if value["image"] else None
    if found is None:
        return None
    share = min(1.0, WIDEST / found.width)
    credit = getattr(value["image"], "credit", "")
    return Picture(
        absolute(found.src, site=site), round(found.width * share), round(found.height * share),
        "" if value["decorative"] else value["alt"], " ".join(text for text in (value["caption"], credit) if text),
    )  # fmt: skip


def _quote(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part:
    return Quote(value["quote"], value["speaker"])


def _action(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part | None:
    url = value["url"] or (_address(value["page"], site) if shown(value["page"]) else "")
    return Action(value["text"], value["label"], url) if url else None


def _links(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part | None:
    links = [Link(page.title, _address(page, site)) for page in value["pages"] if shown(page)]
    return Links(value["title"] or _("Related pages"), links) if links else None


def _section(value: Any, site: Any, filled: Mapping[str, Filled]) -> Part | None:
    found = filled.get(value["source"])
    if found is None:
        return None
    items = [replace(item, url=absolute(item.url, site=site)) for item in found.items[: value["most"]]]
    return Section(value["title"] or found.title, replace(found, items=items))


def _address(page: Any, site: Any) -> str:
    parts = page.get_url_parts()
    return absolute(parts[2], site=site) if parts else ""


MAKERS: Mapping[str, Callable[[Any, Any, Mapping[str, Filled]], Part | None]] = {
    "lead": _lead,
    "heading": _heading,
    "text": _text,
    "image": _picture,
    "quote": _quote,
    "call_to_action": _action,
    "related": _links,
    "section": _section,
}
