"""The river: a family of activities flowing down the fiscal years, as numbers for an SVG drawing.

Nothing here knows HTML: the template draws what it is given with attributes and classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from activities.lineage import Family
from activities.words import Words
from cms.core.phrases import phrases

WIDTH = 300
TOP = 30
LANE = 34
FIRST_LANE = 20
PER_YEAR = 9
LEAST_GAP = 84
MOST_GAP = 150
TAIL = 46
LINE_HEIGHT = 22
TEXT_UNITS = 30  # half-width characters that fit beside one lane
MAX_LINES = 3
MOST_LANES = 4  # more would leave no room for words


@dataclass(frozen=True)
class Stop:
    """One activity at its place in the river."""

    pk: int
    url: str
    lang: str
    title_lines: Sequence[tuple[int, str]]
    years: str
    x: int
    y: int
    text_x: int
    years_y: int
    here: bool
    ongoing: bool


@dataclass(frozen=True)
class River:
    """A drawing of `height` by WIDTH units."""

    height: int
    streams: Sequence[str]
    tails: Sequence[str]
    stops: Sequence[Stop]
    width: int = WIDTH


def draw(family: Family, *, words: dict[int, Words], here: int | None = None) -> River:
    """Lay a family out. `words`: those of each member; `here`: the member being looked at."""
    lanes = _lanes(family)
    text_x = FIRST_LANE + LANE * max(lanes.values(), default=0) + 26
    fit = TEXT_UNITS - 4 * max(lanes.values(), default=0)
    heights, y, previous = {}, TOP, None
    for page in family.members:
        year = page.start_fy or page.end_fy
        if heights:
            known = year is not None and previous is not None
            gap = (year - previous) * PER_YEAR if known else 0
            y += min(max(gap, LEAST_GAP), MOST_GAP)
        heights[page.pk] = y
        previous = year or previous
    stops = [_stop(page, words[page.pk], lanes, heights, text_x, fit, here) for page in family.members]
    streams = [
        _stream(_x(lanes[link.before]), heights[link.before], _x(lanes[link.after]), heights[link.after])
        for link in family.links
    ]
    last = {link.before for link in family.links}
    tails = [
        f"M{_x(lanes[page.pk])} {heights[page.pk]}V{heights[page.pk] + TAIL}"
        for page in family.members
        if page.pk not in last and page.ongoing
    ]
    return River(y + TAIL + LINE_HEIGHT, streams, tails, stops)


def _stop(
    page: Any, words: Words, lanes: dict[int, int], heights: dict[int, int], text_x: int, fit: int,
    here: int | None,
) -> Stop:  # fmt: skip
    y = heights[page.pk]
    lines = [(y - 4 + LINE_HEIGHT * number, line) for number, line in enumerate(_wrap(words.title, fit))]
    return Stop(
        pk=page.pk, url=words.url, lang=words.lang, title_lines=lines, years=str(page.years), x=_x(lanes[page.pk]), y=y,
        text_x=text_x, years_y=lines[-1][0] + LINE_HEIGHT, here=page.pk == here, ongoing=page.ongoing,
    )  # fmt: skip


def _lanes(family: Family) -> dict[int, int]:
    """The first successor flows on in its predecessor's lane; further ones open a new lane."""
    lanes: dict[int, int] = {}
    continued: set[int] = set()
    opened = 0
    for page in family.members:
        before = [other.pk for other in family.before(page.pk) if other.pk in lanes and other.pk not in continued]
        lanes[page.pk] = lanes[before[0]] if before else opened % MOST_LANES
        opened += not before
        continued.update(before[:1])
    return lanes


def _x(lane: int) -> int:
    return FIRST_LANE + LANE * lane


def _stream(x1: int, y1: int, x2: int, y2: int) -> str:
    if x1 == x2:
        bend = 12
        return f"M{x1} {y1}C{x1 + bend} {y1 + (y2 - y1) // 3} {x2 - bend} {y2 - (y2 - y1) // 3} {x2} {y2}"
    middle = (y1 + y2) // 2
    return f"M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}"


def _wrap(text: str, fit: int) -> list[str]:
    """Break a title between phrases into at most MAX_LINES lines of `fit` half-width units."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text, fit):
        width = _width(piece.rstrip())
        if line and used + width > fit:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + _width(piece)
    lines.append(line.rstrip())
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], lines[MAX_LINES - 1][: fit // 2 - 1] + "…"]
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _pieces(text: str, fit: int) -> list[str]:
    """Phrases of Japanese, words of other languages; what is longer than a line is cut."""
    words = re.findall(r"\S+\s*", text) if text.isascii() else phrases(text)
    pieces: list[str] = []
    for word in words:
        while _width(word) > fit:
            cut = max(number for number in range(1, len(word)) if _width(word[:number]) <= fit)
            pieces.append(word[:cut])
            word = word[cut:]
        pieces.append(word)
    return pieces
