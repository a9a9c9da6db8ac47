"""Where the boxes and arrows of a flowchart go.

Layers from top to bottom (Sugiyama's method in its plainest form): arrows that would close a circle are set aside and
drawn along the right edge; every box stands one layer below the lowest box that leads to it; an arrow over several
layers gets an invisible place in each, so that it runs between boxes; places are ordered by the mean of what leads to
them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from . import drawn_text, flowchart_labels
from .flowchart_labels import Gap, Words

FONT = 15
LINE = 22
NARROW, WIDE = 150, 270
PASSAGE = 18
GAP_X, GAP_Y = 16, 46
ABOVE_WORDS = 42
MARGIN = 8
PADDING = 14
LANE = 22


@dataclass(frozen=True)
class Line:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A box with its words. `points`: the outline of a decision, a hexagon."""

    key: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def radius(self) -> float:
        return min(self.height / 2, 26) if self.kind == "start" else 8

    @property
    def points(self) -> str:
        left, right, top, bottom = self.x, self.x + self.width, self.y, self.y + self.height
        middle, slant = self.y + self.height / 2, 10
        corners = (
            (left, middle), (left + slant, top), (right - slant, top), (right, middle), (right - slant, bottom),
            (left + slant, bottom),
        )  # fmt: skip
        return " ".join(f"{x:g},{y:g}" for x, y in corners)


@dataclass(frozen=True)
class Arrow:
    """A curve, its head, and the lines of its words."""

    path: str
    head: str
    label: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass
class _Place:
    """A place in a layer: a box, or the passage of an arrow."""

    key: str | None
    before: list["_Place"] = field(default_factory=list)
    order: float = 0
    x: float = 0
    width: float = PASSAGE
    top: float = 0
    bottom: float = 0

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


Node = tuple[str, str, str]
Edge = tuple[str, str, str]


def draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Lay out nodes (key, text, kind) and edges (source, target, label). Edges to unknown nodes are left out."""
    keys = list(dict.fromkeys(key for key, _text, _kind in nodes))
    known = [edge for edge in edges if edge[0] in keys and edge[1] in keys and edge[0] != edge[1]]
    back = _closing_circles(keys, known)
    forward = [edge for index, edge in enumerate(known) if index not in back]
    depth = _depths(keys, forward)
    layers, chains = _places(keys, depth, forward)
    _order(layers)
    texts = {key: text for key, text, _kind in nodes}
    box_width = WIDE if max(len(layer) for layer in layers) == 1 else NARROW
    wrapped = {key: drawn_text.balanced(texts[key], (box_width - 2 * PADDING) / FONT) for key in keys}
    inner = _coordinates(layers, box_width, wrapped, _gaps(layers, chains, forward))
    place_of = {place.key: place for layer in layers for place in layer if place.key is not None}
    words = _words_on_the_way_down(chains, forward)
    arrows = [_downward(chain, lines) for chain, lines in zip(chains, words, strict=True)]
    right = inner + MARGIN
    width = right + (LANE * len(back) + MARGIN if back else 0)
    for lane, index in enumerate(sorted(back)):
        source, target, label = known[index]
        at = right + LANE * (lane + 0.6)
        arrow, reach = _upward(place_of[source], place_of[target], label, at)
        arrows.append(arrow)
        width = max(width, reach + MARGIN)
    kinds = {key: kind for key, _text, kind in nodes}
    boxes = tuple(_box(key, kinds[key], place_of[key], wrapped[key]) for key in keys)
    return Drawing(width, layers[-1][0].bottom + MARGIN if layers else 0, boxes, tuple(arrows))


def _closing_circles(keys: Iterable[str], edges: Sequence[Edge]) -> set[int]:
    """Return the indexes of the edges that lead back to a node from which one came."""
    leaving: dict[str, list[int]] = {}
    for index, edge in enumerate(edges):
        leaving.setdefault(edge[0], []).append(index)
    found: set[int] = set()
    done: set[str] = set()
    for root in keys:
        path: dict[str, int] = {}
        stack = [] if root in done else [(root, iter(leaving.get(root, ())))]
        path.update({root: 0} if stack else {})
        while stack:
            key, remaining = stack[-1]
            for index in remaining:
                target = edges[index][1]
                if target in path:
                    found.add(index)
                elif target not in done:
                    path[target] = len(stack)
                    stack.append((target, iter(leaving.get(target, ()))))
                    break
            else:
                stack.pop()
                path.pop(key)
                done.add(key)
    return found


def _depths(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    depth = dict.fromkeys(keys, 0)
    for _round in keys:
        moved = False
        for source, target, _label in edges:
            if depth[target] <= depth[source]:
                depth[target] = depth[source] + 1
                moved = True
        if not moved:
            break
    return depth


def _places(
    keys: Sequence[str], depth: dict[str, int], edges: Sequence[Edge]
) -> tuple[list[list[_Place]], list[list[_Place]]]:
    """Return the layers and, per edge, the places it runs through."""
    layers: list[list[_Place]] = [[] for _layer in range(max(depth.values(), default=0) + 1)]
    boxes = {key: _Place(key) for key in keys}
    for key in keys:
        layers[depth[key]].append(boxes[key])
    chains = []
    for source, target, label in edges:
        chain = [boxes[source]]
        for level in range(depth[source] + 1, depth[target]):
            # The words of a long arrow stand where it sets out: there they need a place among the boxes.
            room = flowchart_labels.width_of(label) + 2 * PADDING if label and len(chain) == 1 else 0
            passage = _Place(None, before=[chain[-1]], width=max(PASSAGE, room))
            layers[level].append(passage)
            chain.append(passage)
        boxes[target].before.append(chain[-1])
        chains.append([*chain, boxes[target]])
    return layers, chains


def _order(layers: list[list[_Place]]) -> None:
    for layer in layers:
        for index, place in enumerate(layer):
            place.order = index
        if layer is not layers[0]:
            layer.sort(key=lambda place: _mean([before.order for before in place.before], place.order))
        for index, place in enumerate(layer):
            place.order = index / max(1, len(layer) - 1) if len(layer) > 1 else 0.5


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _gaps(layers: list[list[_Place]], chains: Sequence[Sequence[_Place]], edges: Sequence[Edge]) -> list[float]:
    """Return the room below each layer: more where the words at an arrow take several lines."""
    layer_of = {id(place): number for number, layer in enumerate(layers) for place in layer}
    needed = [0.0] * len(layers)
    for chain, (_source, _target, label) in zip(chains, edges, strict=True):
        for place in chain[:-1]:
            number = layer_of[id(place)]
            needed[number] = max(needed[number], flowchart_labels.height_of([label]))
    return [max(GAP_Y, height + ABOVE_WORDS) for height in needed]


def _coordinates(
    layers: list[list[_Place]], box_width: float, wrapped: dict[str, list[str]], gaps: Sequence[float]
) -> float:
    """Place the layers one below the other, each centred; return the width of the widest."""
    for layer in layers:
        for place in layer:
            if place.key is not None:
                place.width = box_width
    spans = [sum(place.width for place in layer) + GAP_X * (len(layer) - 1) for layer in layers]
    widest, top = max(spans), float(MARGIN)
    for layer, span, gap in zip(layers, spans, gaps, strict=True):
        most = max((len(wrapped[place.key]) for place in layer if place.key is not None), default=1)
        height, x = most * LINE + 2 * PADDING, MARGIN + (widest - span) / 2
        for place in layer:
            place.x, place.top, place.bottom = x, top, top + height
            x += place.width + GAP_X
        top += height + gap
    return MARGIN + widest


def _words_on_the_way_down(chains: Sequence[Sequence[_Place]], edges: Sequence[Edge]) -> list[Words | None]:
    """Return the place of the words of each arrow that has some, no two upon each other where it can be helped."""
    leaving = Counter(source for source, _target, _label in edges)
    meeting = Counter(target for _source, target, _label in edges)
    found: list[Words | None] = []
    for chain, (source, target, label) in zip(chains, edges, strict=True):
        gaps = [Gap(above.centre, above.bottom, below.centre, below.top) for above, below in pairwise(chain)]
        taken = [words for words in found if words]
        found.append(
            flowchart_labels.placed(label, gaps, taken, leaving=leaving[source], meeting=meeting[target])
            if label
            else None
        )
    return found


def _downward(chain: Sequence[_Place], words: Words | None) -> Arrow:
    start = chain[0]
    parts, x, y = [f"M{start.centre:g} {start.bottom:g}"], start.centre, start.bottom
    for place in chain[1:]:
        half = (place.top - y) / 2
        parts.append(f"C{x:g} {y + half:g} {place.centre:g} {place.top - half:g} {place.centre:g} {place.top:g}")
        x, y = place.centre, place.top
        if place.key is None:
            parts.append(f"V{place.bottom:g}")
            y = place.bottom
    return Arrow(" ".join(parts), f"M{x:g} {y:g} l-5 -9 h10 z", _lines(words))


def _upward(source: _Place, target: _Place, label: str, lane: float) -> tuple[Arrow, float]:
    """Return an arrow along the right edge, and how far it reaches with its words, which stand beside it."""
    start_y, end_y = (source.top + source.bottom) / 2, (target.top + target.bottom) / 2
    path = (
        f"M{source.x + source.width:g} {start_y:g} H{lane - 8:g} Q{lane:g} {start_y:g} {lane:g} {start_y - 8:g} "
        f"V{end_y + 8:g} Q{lane:g} {end_y:g} {lane - 8:g} {end_y:g} H{target.x + target.width:g}"
    )
    head = f"M{target.x + target.width:g} {end_y:g} l9 -5 v10 z"
    if not label:
        return Arrow(path, head), lane
    words = Words(flowchart_labels.broken(label), 0, (start_y + end_y) / 2)
    words = replace(words, x=lane + 6 + words.width / 2)
    return Arrow(path, head, _lines(words)), words.x + words.width / 2


def _lines(words: Words | None) -> tuple[Line, ...]:
    if words is None:
        return ()
    first = words.y - (len(words.lines) - 1) * flowchart_labels.LINE / 2 + flowchart_labels.FONT * 0.36
    return tuple(Line(text, words.x, first + number * flowchart_labels.LINE) for number, text in enumerate(words.lines))


def _box(key: str, kind: str, place: _Place, wrapped: Sequence[str]) -> Box:
    first = (place.top + place.bottom) / 2 - (len(wrapped) - 1) * LINE / 2 + FONT * 0.36
    return Box(
        key=key, kind=kind, x=place.x, y=place.top, width=place.width, height=place.bottom - place.top,
        lines=tuple(Line(text, place.centre, first + index * LINE) for index, text in enumerate(wrapped)),
    )  # fmt: skip
