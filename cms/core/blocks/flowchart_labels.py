"""Where the words at the arrows of a flowchart go.

Arrows that leave one box spread towards its followers, and arrows that meet come together: their words stand where the
arrows are apart, in lines that fit between two boxes. The first of some places that is free is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import drawn_text

FONT = 13
LINE = 17
#: Most of a line of words, in em: narrower than a box, so that neighbours stay apart.
ROOM = 8.5
#: Parts of the way down a gap, the best first: near the next box, near the one before, in between.
FANNED_OUT, MEETING, ALONE = (0.62, 0.48, 0.34), (0.34, 0.48, 0.62), (0.48, 0.34, 0.62)


@dataclass(frozen=True)
class Words:
    """The lines at one arrow around a point. `x`, `y`: their middle."""

    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def width(self) -> float:
        return max(drawn_text.width(line) for line in self.lines) * FONT

    @property
    def height(self) -> float:
        return len(self.lines) * LINE

    def overlap(self, other: "Words") -> float:
        """The area that both cover."""
        across = (self.width + other.width) / 2 - abs(self.x - other.x)
        down = (self.height + other.height) / 2 - abs(self.y - other.y)
        return max(0.0, across) * max(0.0, down)


@dataclass(frozen=True)
class Gap:
    """One curve of an arrow, from the bottom of a layer to the top of the next."""

    x: float
    top: float
    to_x: float
    bottom: float

    def at(self, part: float) -> tuple[float, float]:
        """Return the point after a part of the curve (0 to 1), whose handles stand halfway down."""
        along = 3 * part**2 - 2 * part**3
        down = 1.5 * part * (1 - part) + part**3
        return self.x + (self.to_x - self.x) * along, self.top + (self.bottom - self.top) * down


def broken(label: str) -> tuple[str, ...]:
    """Return the label in lines of about equal length."""
    return tuple(drawn_text.balanced(label, ROOM))


def height_of(labels: Sequence[str]) -> float:
    """Return how much room the tallest of some labels needs between two layers."""
    return max((len(broken(label)) * LINE for label in labels if label), default=0)


def width_of(label: str) -> float:
    """Return how much room a label needs beside others."""
    return max(drawn_text.width(line) for line in broken(label)) * FONT


def placed(label: str, gaps: Sequence[Gap], taken: Sequence[Words], *, leaving: int, meeting: int) -> Words:
    """Return where a label goes. `leaving`, `meeting`: how many arrows leave the first box and reach the last one."""
    parts = FANNED_OUT if leaving > 1 or len(gaps) > 1 else MEETING if meeting > 1 else ALONE
    here = Words(broken(label), 0, 0)
    choices = [replace(here, x=x, y=y) for gap in gaps for x, y in (gap.at(part) for part in parts)]
    return min(choices, key=lambda choice: sum(choice.overlap(other) for other in taken))
