"""The stream of an issue as blocks of a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cms.core.blocks.pictures import picture_of
from cms.core.letter_sections import Filled
from cms.core.templatetags.kakehashi import shown
from cms.mail.base_url import absolute
from cms.mail.letters import Block, Button, Entries, Heading, Lead, Link, Links, Picture, Quote, Running

from .rich_text import for_mail

#: A letter is 600 pixels wide and has 24 of padding on either side.
WIDEST = 552


def blocks_of(body: Any, *, site: Any, filled: Mapping[str, Filled], lang: str = "") -> Iterator[Block]:
    """Yield the blocks, in order. filled: what fills itself, by "plugin:key"; sections without anything are left out.

    lang: of what fills itself, where the words of the letter are in another language.
    """
    for child in body:
        make = MAKERS.get(child.block_type)
        block = make(child.value, site, filled) if make else None
        if isinstance(block, Entries):
            block = replace(block, lang=lang)
        if block is not None:
            yield block


def _lead(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block:
    return Lead(str(value))


def _heading(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block:
    return Heading(value["text"], int(value["level"]))


def _text(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block:
    return Running(*for_mail(value, site=site))


def _picture(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block | None:
    found = picture_of(value["image"]) if value["image"] else None
    if found is None:
        return None
    share = min(1.0, WIDEST / found.width)
    credit = getattr(value["image"], "credit", "")
    return Picture(
        absolute(found.src, site=site), round(found.width * share), round(found.height * share),
        "" if value["decorative"] else value["alt"], " ".join(text for text in (value["caption"], credit) if text),
    )  # fmt: skip


def _quote(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block:
    return Quote(value["quote"], value["speaker"])


def _action(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block | None:
    url = value["url"] or (_address(value["page"], site) if shown(value["page"]) else "")
    return Button(value["label"], url, text=value["text"], shows_url=False) if url else None


def _links(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block | None:
    links = [Link(page.title, _address(page, site)) for page in value["pages"] if shown(page)]
    return Links(value["title"] or _("Related pages"), links) if links else None


def _section(value: Any, site: Any, filled: Mapping[str, Filled]) -> Block | None:
    found = filled.get(value["source"])
    if found is None:
        return None
    items = [replace(item, url=absolute(item.url, site=site)) for item in found.items[: value["most"]]]
    return Entries(value["title"] or found.title, items)


def _address(page: Any, site: Any) -> str:
    parts = page.get_url_parts()
    return absolute(parts[2], site=site) if parts else ""


MAKERS: Mapping[str, Callable[[Any, Any, Mapping[str, Filled]], Block | None]] = {
    "lead": _lead,
    "heading": _heading,
    "text": _text,
    "image": _picture,
    "quote": _quote,
    "call_to_action": _action,
    "related": _links,
    "section": _section,
}
