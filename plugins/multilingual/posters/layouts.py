"""How the words of a poster stand on paper: A4 to hang up, a square and a wide image to send."""

from __future__ import annotations

from collections.abc import Callable

from .facts import Poster
from .sheet import INK, PAPER, SOFT, WARNING, Colour, Sheet

#: How much smaller everything is set, step by step, until it fits.
STEPS = (1.12, 1.0, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58, 0.5)
SMALL = (10.5, 9.5, 8.5, 7.5, 6.5)


def a4(poster: Poster) -> Sheet:
    """A poster to print: what, when, where, for whom, how to come."""
    sheet = _sheet(poster, 210, 297)
    edge, width = 16.0, 178.0
    y = _head(sheet, poster, edge=edge, height=20, size=17)
    foot = _foot(sheet, poster, edge=edge)
    booking = _booking(sheet, poster, edge=edge, bottom=foot - 5)
    y += 5
    for scale in STEPS:
        end = _middle(sheet, poster, x=edge, y=y, width=width, scale=scale, draw=False)
        if end <= booking - 4 or scale == STEPS[-1]:
            spare = max(booking - 4 - end, 0)
            _middle(sheet, poster, x=edge, y=y + min(spare / 4, 8), width=width, scale=scale, draw=True)
            break
    return sheet


def square(poster: Poster) -> Sheet:
    """An image for a chat or a feed: what, when, where, and the code."""
    sheet = _sheet(poster, 200, 200)
    y = _head(sheet, poster, edge=12, height=20, size=16) + 6
    y = _fitted(sheet, poster.title, x=12, y=y, width=176, height=54, sizes=(38, 34, 30, 26, 22, 19, 16))
    sheet.box(x=12, y=y + 3, width=26, height=1.6, fill=_accent(poster))
    left = 112.0
    y = max(y + 9, 92)
    _when_and_where(sheet, poster, x=12, y=y, width=left, bottom=170)
    sheet.code(poster.url, x=130, y=104, size=60)
    _fitted(sheet, poster.scan, x=134, y=163, width=54, height=12, sizes=SMALL, bold=False, colour=SOFT)
    sheet.box(x=0, y=176, width=200, height=24, fill=(243, 240, 233))
    sheet.text(poster.centre, x=12, y=179.5, width=110, size=15, bold=True, most=2)
    if poster.telephone:
        sheet.number(poster.telephone, x=130, y=181, width=58, size=17)
    return sheet


def share(poster: Poster) -> Sheet:
    """The image that a chat shows under a link (1200 × 630): what, when and where."""
    sheet = _sheet(poster, 240, 126)
    y = _head(sheet, poster, edge=14, height=17, size=14) + 5
    y = _fitted(sheet, poster.title, x=14, y=y, width=212, height=46, sizes=(36, 32, 28, 24, 21, 18, 15))
    sheet.box(x=14, y=y + 2, width=26, height=1.6, fill=_accent(poster))
    _when_and_where(sheet, poster, x=14, y=max(y + 7, 66), width=212, bottom=108)
    sheet.box(x=0, y=109, width=240, height=17, fill=(243, 240, 233))
    sheet.text(poster.centre, x=14, y=112.5, width=212, size=15, bold=True, most=1)
    return sheet


LAYOUTS: dict[str, Callable[[Poster], Sheet]] = {"a4": a4, "square": square, "share": share}


def _sheet(poster: Poster, width: float, height: float) -> Sheet:
    return Sheet(width=width, height=height, language=poster.language, texts=poster.texts, title=poster.title)


def _accent(poster: Poster) -> Colour:
    value = poster.accent.lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)


def _head(sheet: Sheet, poster: Poster, *, edge: float, height: float, size: float) -> float:
    """The band with what kind of event it is and the name of the language; below it why it is called off or moved."""
    sheet.box(x=0, y=0, width=sheet.width, height=height, fill=_accent(poster))
    y = (height - sheet.height_of(1, size=size)) / 2
    half = (sheet.width - 2 * edge) / 2
    sheet.text(poster.kind, x=edge, y=y, width=half * 1.25, size=size, bold=True, colour=PAPER, most=1)
    name = poster.language.name
    wide = half * 0.7
    sheet.text(name, x=sheet.width - edge - wide, y=y, width=wide, size=size, colour=PAPER, most=1, align="end")
    if not poster.notice:
        return height
    lines = len(sheet.lines(poster.notice, width=sheet.width - 2 * edge, size=size, bold=True))
    tall = sheet.height_of(min(lines, 2), size=size) + 4
    sheet.box(x=0, y=height, width=sheet.width, height=tall, fill=(255, 235, 230))
    sheet.text(
        poster.notice, x=edge, y=height + 2, width=sheet.width - 2 * edge, size=size, bold=True, colour=WARNING, most=2
    )
    return height + tall


def _fitted(
    sheet: Sheet, text: str, *, x: float, y: float, width: float, height: float, sizes: tuple[float, ...],
    bold: bool = True, colour: Colour = INK,
) -> float:  # fmt: skip
    """Set a text as large as it fits; return where it ends."""
    size = sheet.fitting(text, width=width, height=height, sizes=sizes, bold=bold)
    most = max(int(height // sheet.height_of(1, size=size)), 1)
    return sheet.text(text, x=x, y=y, width=width, size=size, bold=bold, colour=colour, most=most)


def _when_and_where(sheet: Sheet, poster: Poster, *, x: float, y: float, width: float, bottom: float) -> None:
    """Day, time and place as large as they fit above `bottom`. The place is the first of the facts."""
    days = list(poster.days)
    places = poster.facts[0][1] if poster.facts else ()
    said = [line for day in days for line in ((day.day, 1.0), (day.time, 1.0)) if line[0]]
    said += [(poster.more_days, 0.6)] if poster.more_days else []
    said += [(line, 0.62) for line in places[:2]]
    for size in (34, 30, 26, 23, 20, 18, 16, 14, 12, 10):
        tall = sum(
            sheet.height_of(len(sheet.lines(text, width=width, size=size * part, bold=part == 1.0)), size=size * part)
            for text, part in said
        )
        if y + tall <= bottom or size == 10:
            for text, part in said:
                y = sheet.text(text, x=x, y=y, width=width, size=size * part, bold=part == 1.0)
            return


def _middle(sheet: Sheet, poster: Poster, *, x: float, y: float, width: float, scale: float, draw: bool) -> float:
    """Title, lead, days and facts; return where they end. draw: or only how tall they are."""
    put = sheet.text if draw else _measured(sheet)
    y = put(poster.title, x=x, y=y, width=width, size=34 * scale, bold=True) + 2 * scale
    if poster.lead:
        y = put(poster.lead, x=x, y=y, width=width, size=15 * scale, colour=SOFT) + 3 * scale
    top = y
    y += 4 * scale
    for day in poster.days:
        y = put(day.day, x=x + 8, y=y, width=width - 12, size=28 * scale, bold=True)
        if day.time:
            y = put(day.time, x=x + 8, y=y, width=width - 12, size=24 * scale, bold=True)
    if poster.more_days:
        y = put(poster.more_days, x=x + 8, y=y, width=width - 12, size=14 * scale)
    y += 2 * scale
    if draw and poster.days:
        sheet.box(x=x, y=top + 3 * scale, width=2.4, height=y - top - 4 * scale, fill=_accent(poster))
    y += 3 * scale
    name = 40.0
    for label, lines in poster.facts:
        end = put(label, x=x, y=y + 0.8 * scale, width=name - 4, size=12.5 * scale, colour=SOFT)
        for line in lines:
            y = put(line, x=x + name, y=y, width=width - name, size=15.5 * scale)
        y = max(y, end) + 2.6 * scale
    return y


def _measured(sheet: Sheet) -> Callable[..., float]:
    def measure(text: str, *, y: float, width: float, size: float, bold: bool = False, **_rest: object) -> float:
        return y + sheet.height_of(len(sheet.lines(text, width=width, size=size, bold=bold)), size=size)

    return measure


def _booking(sheet: Sheet, poster: Poster, *, edge: float, bottom: float) -> float:
    """The box with how to come: the code, the telephone; return where it begins."""
    height = 62.0
    y = bottom - height
    sheet.box(x=edge, y=y, width=178, height=height, edge=_accent(poster), radius=3)
    sheet.code(poster.url, x=edge + 125, y=y + 3, size=48)
    _fitted(sheet, poster.scan, x=edge + 128, y=y + 50, width=44, height=10.5, sizes=SMALL, bold=False, colour=SOFT)
    x, width = edge + 7, 114.0
    for size in (16, 14.5, 13, 11.5, 10):
        lines = [sheet.lines(line, width=width, size=size, bold=not at) for at, line in enumerate(poster.booking)]
        if sheet.height_of(sum(map(len, lines)), size=size) <= height - 26:
            break
    y += 5
    for at, line in enumerate(poster.booking):
        y = sheet.text(line, x=x, y=y, width=width, size=size, bold=not at)
    if poster.telephone:
        y = sheet.number(poster.telephone, x=x, y=bottom - 21, width=width, size=24)
        sheet.text(poster.telephone_note, x=x, y=y - 0.5, width=width, size=10.5, colour=SOFT, most=1)
    return bottom - height


def _foot(sheet: Sheet, poster: Poster, *, edge: float) -> float:
    """Who invites, and where that is; return where it begins."""
    top = 265.0
    sheet.box(x=0, y=top, width=210, height=32, fill=(243, 240, 233))
    y = sheet.text(poster.centre, x=edge, y=top + 4, width=178, size=16, bold=True, most=1)
    lines, end = poster.contact[:3], 290.0
    # The lines of some writings are higher.
    size = min(10.0, 10 * (end - y) / max(sheet.height_of(len(lines), size=10), 1))
    for line in lines:
        y = sheet.text(line, x=edge, y=y, width=128, size=size, colour=INK, most=1)
    sheet.number(poster.url, x=edge, y=end, width=178, size=8, colour=SOFT)
    return top
