"""Where the steps of a spiral go: outward, clockwise; with pillars, each step in its pillar's direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_RADIUS = 34
TURN = 44
DOT = 17
MARGIN = 16


@dataclass(frozen=True)
class Dot:
    number: int
    x: float
    y: float
    pillar: int


@dataclass(frozen=True)
class Sector:
    """A pillar's name at the edge of the drawing. `number`: its place among the pillars, from 1."""

    name: str
    number: int


@dataclass(frozen=True)
class Drawing:
    size: float
    radius: float
    path: str
    dots: tuple[Dot, ...]
    sectors: tuple[Sector, ...]


def draw(pillars: Sequence[str]) -> Drawing:
    """Lay out one step per item; the item names its pillar, or is empty."""
    names = list(dict.fromkeys(name for name in pillars if name))
    angles = _angles(pillars, names)
    radius = FIRST_RADIUS + TURN * (angles[-1] / (2 * math.pi))
    centre = radius + DOT + MARGIN
    dots = tuple(
        Dot(index + 1, *_point(angle, centre), names.index(name) + 1 if name else 0)
        for index, (angle, name) in enumerate(zip(angles, pillars, strict=True))
    )
    steps = max(2, int(angles[-1] / 0.15))
    curve = [_point(angles[0] + (angles[-1] - angles[0]) * step / steps, centre) for step in range(steps + 1)]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in curve)
    return Drawing(round(2 * centre, 1), radius, path, dots, tuple(Sector(n, i + 1) for i, n in enumerate(names)))


def _angles(pillars: Sequence[str], names: Sequence[str]) -> list[float]:
    full = 2 * math.pi
    if len(names) < 2 or not all(pillars):
        each = full / min(max(len(pillars), 3), 6)
        return [index * each for index in range(len(pillars))]
    found: list[float] = []
    for name in pillars:
        angle = names.index(name) * full / len(names)
        while found and angle <= found[-1]:
            angle += full
        found.append(angle)
    return found


def _point(angle: float, centre: float) -> tuple[float, float]:
    radius = FIRST_RADIUS + TURN * angle / (2 * math.pi)
    return round(centre + radius * math.sin(angle), 1), round(centre - radius * math.cos(angle), 1)
