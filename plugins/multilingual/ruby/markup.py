"""Furigana in a page's HTML: which stretches of text it has, and the same page with ruby in it.

A stretch is text that is read in one go: tags that stand inside a sentence (links, emphasis, places where a line may
break) do not end it. Left out are what no ruby may stand in (options, titles, drawings, fields) and what is marked as
another language than Japanese.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .scripts import has_kanji
from .spans import Span, on_kanji_only, without_overlaps

#: Kana of a reading that stands over its word: more are wider than a phone where letters are large.
LONGEST: Final = 18

_TAG: Final = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|<(/?)([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL | re.I
)
_LANG: Final = re.compile(r"""(?:^|\s)lang=["']?([\w-]+)""")
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_INSIDE: Final = frozenset(["a", "b", "em", "i", "mark", "strong", "wbr"])
_CLOSED: Final = frozenset(
    ["head", "option", "rp", "rt", "ruby", "script", "select", "style", "svg", "textarea", "title"]
)
#: Languages are named for those who read them, and the switch is there for those who cannot read kanji anyway.
_NAMES_AND_SWITCH: Final = re.compile(r"""class=["'][^"']*\b(?:languages|furigana-switch)\b""")
#: Their content is text to the parser, whatever it looks like.
_RAW: Final = re.compile(r"<(script|style|textarea|title)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.I)

Spans = Sequence[tuple[int, int, str]]


@dataclass(slots=True)
class Piece:
    """One text node: html[start:end], which stands for text[at:…] of its stretch."""

    start: int
    end: int
    at: int
    text: str


@dataclass(slots=True)
class Stretch:
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def stretches(page: str) -> list[Stretch]:
    """Return the stretches of Japanese text with kanji that the page shows, in order."""
    found: list[Stretch] = []
    current = Stretch()
    open_tags: list[tuple[str, bool | None]] = []  # name, whether text around it counts
    counts: bool | None = True
    position = 0
    for start, end, tag in _tags(page):
        if counts and start > position:
            text = html.unescape(page[position:start])
            current.pieces.append(Piece(position, start, sum(len(p.text) for p in current.pieces), text))
        position = end
        if tag is None:
            continue
        closing, name, attributes = tag
        if name not in _INSIDE:
            _end(current, found)
            current = Stretch()
        if closing:
            while open_tags:
                opened, before = open_tags.pop()
                counts = before
                if opened == name:
                    break
        elif name not in _VOID and not attributes.endswith("/"):
            open_tags.append((name, counts))
            counts = _counts(name, attributes, counts)
    _end(current, found)
    return found


def _counts(name: str, attributes: str, before: bool | None) -> bool | None:
    """Say whether text below a tag counts; None: it does not, whatever language is said further down."""
    if before is None or name in _CLOSED or _NAMES_AND_SWITCH.search(attributes):
        return None
    if language := _LANG.search(attributes):
        return language[1].split("-")[0] == "ja"
    return before


def _tags(page: str) -> list[tuple[int, int, tuple[bool, str, str] | None]]:
    """Every tag with its place; raw content is one, so that what it holds is no tag."""
    found: list[tuple[int, int, tuple[bool, str, str] | None]] = []
    position = 0
    for raw in _RAW.finditer(page):
        found += _between(page, position, raw.start())
        found.append((raw.start(), raw.end(), None))
        position = raw.end()
    return [*found, *_between(page, position, len(page))]


def _between(page: str, start: int, end: int) -> list[tuple[int, int, tuple[bool, str, str] | None]]:
    return [
        (tag.start(), tag.end(), (bool(tag[1]), tag[2].lower(), tag[3]) if tag[2] else None)
        for tag in _TAG.finditer(page, start, end)
    ]


def _end(stretch: Stretch, found: list[Stretch]) -> None:
    if any(has_kanji(piece.text) for piece in stretch.pieces):
        found.append(stretch)


def with_ruby(page: str, known: Mapping[str, Spans], found: Sequence[Stretch]) -> str:
    """Return the page with ruby over what is known.

    Args:
        page: the HTML that `found` was found in.
        known: stretch's text → its readings.
        found: of `stretches`.

    A reading that reaches over a tag is left out: ruby cannot stand half inside a link.
    """
    out: list[str] = []
    position = 0
    for stretch in found:
        spans = known.get(stretch.text, ())
        for piece in stretch.pieces:
            inside = [span for span in spans if span[0] >= piece.at and span[1] <= piece.at + len(piece.text)]
            if not inside:
                continue
            out.append(page[position : piece.start])
            out.append(_ruby(piece, inside))
            position = piece.end
    return "".join([*out, page[position:]])


def _ruby(piece: Piece, spans: Spans) -> str:
    """The readings are hidden from screen readers: they read the kanji themselves, and each word once.

    What was one text stays one part of its element, which may lay out its parts side by side.
    """
    out: list[str] = []
    at = 0
    for start, end, reading in spans:
        start, end = start - piece.at, end - piece.at
        word = html.escape(piece.text[start:end], quote=False)
        out.append(html.escape(piece.text[at:start], quote=False))
        out.append(_over(word, reading) if len(reading) <= LONGEST else _behind(word, reading))
        at = end
    out.append(html.escape(piece.text[at:], quote=False))
    return f"<span>{''.join(out)}</span>"


def _over(word: str, reading: str) -> str:
    return f"<ruby>{word}<rp>(</rp><rt aria-hidden=true>{reading}</rt><rp>)</rp></ruby>"


def _behind(word: str, reading: str) -> str:
    """A line cannot break within a reading that stands over its word: that of a long name stands behind it."""
    rt = f"<rp aria-hidden=true>(</rp><rt aria-hidden=true>{reading}</rt><rp aria-hidden=true>)</rp>"
    return f"<ruby class=long>{word}{rt}</ruby>"


def overridden(text: str, spans: Spans, readings: Mapping[str, str]) -> Spans:
    """Return the spans of a text with other readings for some of its words, wherever they stand in it."""
    claims: list[Span] = []
    for word, reading in readings.items():
        for match in re.finditer(re.escape(word), text):
            claims += on_kanji_only(match.start(), word, reading)
    if not claims:
        return spans
    merged = without_overlaps(claims, (Span(*span) for span in spans))
    return [(span.start, span.end, span.reading) for span in merged]
