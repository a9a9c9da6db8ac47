"""What every mail is put together from: each block says itself in plain text; `mail/letter/blocks/` shows it in HTML.

Both parts of a mail come from the same blocks, so that neither is made from the other. Texts may be lazy strings; they
are read in the letter's language. Confirmations and newsletters share them, and the frame around them
(`mail/letter/frame.html`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.locales import LOCALES, Language
from cms.core.untranslated import Said
from cms.plugin_api import LetterItem
from cms.plugin_api.given import Text


@dataclass(frozen=True)
class Block:
    """One part of a letter. `template` is its name in `mail/letter/blocks/`."""

    template: ClassVar[str] = ""

    def plain(self) -> str:
        """Return the part as it stands in the plain mail, without an empty line around it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text. Line breaks are kept, an empty line begins a new paragraph."""

    template = "paragraph"
    text: Text

    @property
    def language(self) -> Language | None:
        """The language of the text, where it stands in for the letter's own."""
        return LOCALES[self.text.lang] if isinstance(self.text, Said) else None

    def plain(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Lead(Block):
    """The first sentences, larger than the rest."""

    template = "lead"
    text: Text

    def plain(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Running(Block):
    """Paragraphs and lists that somebody has laid out. html: safe, with the styles of mail; text: the same words."""

    template = "running"
    html: SafeString
    text: str

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading(Block):
    """level: 2 to 4."""

    template = "heading"
    text: Text
    level: int = 2

    def plain(self) -> str:
        return _headed(self.text) if self.level == 2 else _("= %(heading)s =") % {"heading": self.text}


@dataclass(frozen=True)
class Facts(Block):
    """What, when, where, how much: pairs of a label and a value. Pairs with an empty value are left out."""

    template = "facts"
    rows: Sequence[tuple[Text, Text]]

    @property
    def filled(self) -> list[tuple[str, Text]]:
        """Labels and values; a value that stands in for the letter's language says so (`cms.core.untranslated`)."""
        return [(str(label), value) for label, value in self.rows if str(value).strip()]

    def plain(self) -> str:
        rows = ({"label": label, "value": _indented(str(value))} for label, value in self.filled)
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
    """The one thing to do. `url` is complete or a path of the site. text: a sentence before it.

    shows_url: whether the address stands below, for whoever must copy it because the button does nothing.
    """

    template = "button"
    label: Text
    url: str
    text: Text = ""
    shows_url: bool = True

    def plain(self) -> str:
        button = _("%(label)s:\n%(url)s") % {"label": self.label, "url": self.url}
        return f"{self.text}\n{button}" if self.text else button


@dataclass(frozen=True)
class Picture(Block):
    """src: complete. width, height: in pixels as it is shown. alt: empty for decoration."""

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
class Quote(Block):
    template = "quote"
    text: str
    speaker: str

    def plain(self) -> str:
        quoted = "\n".join(f"> {line}" for line in self.text.splitlines())
        return f"{quoted}\n({self.speaker})"


@dataclass(frozen=True)
class Link:
    """url: complete. lang: of the title, empty for the letter's own."""

    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Links(Block):
    """Links below a heading."""

    template = "links"
    title: Text
    links: Sequence[Link]

    def plain(self) -> str:
        lines = (_("- %(item)s") % {"item": f"{link.title}\n  {link.url}"} for link in self.links)
        return "\n".join([_headed(self.title), *lines])


@dataclass(frozen=True)
class Entries(Block):
    """A section that an app or plugin filled: entries below a heading. Their addresses are complete.

    lang: of the heading, where the letter around it is in another language; empty otherwise.
    """

    template = "entries"
    title: Text
    items: Sequence[LetterItem]
    lang: str = ""

    def plain(self) -> str:
        return "\n\n".join([_headed(self.title), *(_entry(item) for item in self.items)])


@dataclass(frozen=True)
class Letter:
    """A mail before it is rendered. `greeting` is the recipient's name without 様; empty greets nobody by name."""

    subject: Text
    blocks: Sequence[Block]
    greeting: str = ""
    preview: Text = field(default="")


def _headed(heading: Text) -> str:
    return _("== %(heading)s ==") % {"heading": heading}


def _entry(item: LetterItem) -> str:
    lines = [_("- %(item)s") % {"item": item.title}]
    lines += [f"  {line}" for line in item.meta]
    lines += [f"  {line}" for line in str(item.text).splitlines() if line.strip()]
    return "\n".join([*lines, f"  {item.url}"])


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")
