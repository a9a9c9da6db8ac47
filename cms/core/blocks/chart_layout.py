"""Where the bars or the line of a chart go."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 340
BAR_ROW, BAR_TOP = 50, 20
LINE_HEIGHT, LINE_TOP, LINE_BOTTOM, LINE_SIDE = 220, 30, 178, 34
LABELLED_POINTS = 6


@dataclass(frozen=True)
class Mark:
    """One row: its bar (x, y, width) or its point (x, y). `shown`: there is room for its words."""

    label: str
    value: Decimal
    x: float
    y: float
    width: float = 0
    shown: bool = True


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    marks: tuple[Mark, ...]
    path: str = ""
    zero: float = 0


Row = tuple[str, Decimal]


def draw(kind: str, rows: Sequence[Row]) -> Drawing:
    """Lay out the rows (label, value) as horizontal bars ("bar") or as a line ("line"). No rows, an empty drawing."""
    if not rows:
        return Drawing(WIDTH, 0, ())
    return _line(rows) if kind == "line" else _bars(rows)


def _bars(rows: Sequence[Row]) -> Drawing:
    most = max((value for _label, value in rows), default=Decimal(0)) or Decimal(1)
    room = WIDTH - 90
    marks = tuple(
        Mark(label, value, 0, BAR_TOP + index * BAR_ROW, round(float(max(value, Decimal(0)) / most) * room, 1))
        for index, (label, value) in enumerate(rows)
    )
    return Drawing(WIDTH, len(rows) * BAR_ROW, marks)


def _line(rows: Sequence[Row]) -> Drawing:
    values = [value for _label, value in rows]
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    span = (high - low) or Decimal(1)
    step = (WIDTH - 2 * LINE_SIDE) / max(1, len(rows) - 1)
    every = -(-len(rows) // LABELLED_POINTS)

    def height(value: Decimal) -> float:
        return round(LINE_BOTTOM - float((value - low) / span) * (LINE_BOTTOM - LINE_TOP), 1)

    marks = tuple(
        Mark(label, value, round(LINE_SIDE + index * step, 1), height(value), shown=index % every == 0)
        for index, (label, value) in enumerate(rows)
    )
    path = "M" + " L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)
    return Drawing(WIDTH, LINE_HEIGHT, marks, path, height(Decimal(0)))
