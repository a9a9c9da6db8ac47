"""The parts a letter is put together from: each says itself in plain text; `mail/letter/` shows it in HTML.

Both parts of a mail come from the same blocks, so that neither is made from the other. Texts may be lazy strings; they
are read in the letter's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from cms.plugin_api.given import Text


@dataclass(frozen=True)
class Block:
    """One part of a letter. `template` is its name in `mail/letter/`."""

    template: ClassVar[str] = ""

    def plain(self) -> str:
        """Return the part as it stands in the plain mail, without an empty line around it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text. Line breaks are kept, an empty line begins a new paragraph."""

    template = "paragraph"
    text: Text

    def plain(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Heading(Block):
    template = "heading"
    text: Text

    def plain(self) -> str:
        return _("== %(heading)s ==") % {"heading": self.text}


@dataclass(frozen=True)
class Facts(Block):
    """What, when, where, how much: pairs of a label and a value. Pairs with an empty value are left out."""

    template = "facts"
    rows: Sequence[tuple[Text, Text]]

    @property
    def filled(self) -> list[tuple[str, str]]:
        return [(str(label), str(value)) for label, value in self.rows if str(value).strip()]

    def plain(self) -> str:
        rows = ({"label": label, "value": _indented(value)} for label, value in self.filled)
        return "\n".join(_("%(label)s: %(value)s") % row for row in rows)


@dataclass(frozen=True)
class Listing(Block):
    """A list of short texts."""

    template = "listing"
    items: Sequence[Text]

    def plain(self) -> str:
        return "\n".join(_("- %(item)s") % {"item": _indented(str(item))} for item in self.items)


@dataclass(frozen=True)
class Code(Block):
    """Something to show or to read out over the telephone, such as a reception number."""

    template = "code"
    label: Text
    value: str

    def plain(self) -> str:
        return _("%(label)s: %(value)s") % {"label": self.label, "value": self.value}


@dataclass(frozen=True)
class Notice(Block):
    """What must not be missed, and words that staff added."""

    template = "notice"
    text: Text

    def plain(self) -> str:
        return _("* %(notice)s") % {"notice": _indented(str(self.text))}


@dataclass(frozen=True)
class Button(Block):
    """The one thing to do. `url` is complete or a path of the site."""

    template = "button"
    label: Text
    url: str

    def plain(self) -> str:
        return _("%(label)s:\n%(url)s") % {"label": self.label, "url": self.url}


@dataclass(frozen=True)
class Letter:
    """A mail before it is rendered. `greeting` is the recipient's name without 様; empty greets nobody by name."""

    subject: Text
    blocks: Sequence[Block]
    greeting: str = ""
    preview: Text = field(default="")


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")
