"""The parts of a letter: each says itself in plain text; `newsletters/mails/parts/` shows it in HTML.

Both parts of a mail are made from these, so that neither is made from the other. Addresses are complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.letter_sections import Filled
from cms.plugin_api import LetterItem


@dataclass(frozen=True)
class Part:
    """template: its name in `newsletters/mails/parts/`."""

    template: ClassVar[str] = ""

    def plain(self) -> str:
        """Return the part as it stands in the plain text, without an empty line around it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Lead(Part):
    template = "lead"
    text: str

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading(Part):
    """level: 2 to 4."""

    template = "heading"
    text: str
    level: int

    def plain(self) -> str:
        return f"■ {self.text}" if self.level == 2 else f"□ {self.text}"


@dataclass(frozen=True)
class Running(Part):
    """Paragraphs and lists. html: safe, with the styles of mail; text: the same words."""

    template = "running"
    html: str
    text: str

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True)
class Picture(Part):
    """width, height: in pixels as it is shown. alt: empty for decoration."""

    template = "picture"
    src: str
    width: int
    height: int
    alt: str
    caption: str

    def plain(self) -> str:
        shown = self.alt or self.caption
        return pgettext("plain text of a letter", "[Picture: %(alt)s]") % {"alt": shown} if shown else ""


@dataclass(frozen=True)
class Quote(Part):
    template = "quote"
    text: str
    speaker: str

    def plain(self) -> str:
        quoted = "\n".join(f"> {line}" for line in self.text.splitlines())
        return f"{quoted}\n({self.speaker})"


@dataclass(frozen=True)
class Action(Part):
    """The one thing to do next."""

    template = "action"
    text: str
    label: str
    url: str

    def plain(self) -> str:
        return "\n".join(line for line in (self.text, f"{self.label}:", self.url) if line)


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Links(Part):
    template = "links"
    title: str
    links: Sequence[Link]

    def plain(self) -> str:
        return "\n".join([f"■ {self.title}", *(f"- {link.title}\n  {link.url}" for link in self.links)])


@dataclass(frozen=True)
class Section(Part):
    """What filled itself. filled: its items have complete addresses."""

    template = "section"
    title: str
    filled: Filled

    def plain(self) -> str:
        return "\n\n".join([f"■ {self.title}", *(_item(item) for item in self.filled.items)])


def _item(item: LetterItem) -> str:
    lines = [_("- %(item)s") % {"item": item.title}]
    lines += [f"  {line}" for line in item.meta]
    lines += [f"  {line}" for line in item.text.splitlines() if line.strip()]
    return "\n".join([*lines, f"  {item.url}"])
