"""Which parts `startplugin` can be asked for together, and a few wishes that try every two of them in every way."""

import random
from functools import cache
from itertools import combinations

from cms.plugin_host.scaffold.parts import Part
from cms.plugin_host.scaffold.writing import PARTS, chosen

Parts = tuple[Part, ...]


def together(number: int) -> list[Parts]:
    """Return what one gets by asking for any so many parts, each combination once."""
    return list({tuple(p.option for p in parts): parts for parts in map(chosen, combinations(PARTS, number))}.values())


@cache
def covering() -> tuple[Parts, ...]:
    """Return few combinations among which any two parts are both there, both missing, and each there alone.

    Greedy among some thousands, the same ones each time.
    """
    lottery = random.Random(0)
    candidates = [chosen(lottery.sample(list(PARTS), lottery.randint(1, 9))) for _ in range(4000)]
    candidates += [chosen([option]) for option in PARTS]
    ways = [pairs_of(parts) for parts in candidates]
    left = pairs()
    found = []
    while left:
        best = max(range(len(candidates)), key=lambda number: len(ways[number] & left))
        if not ways[best] & left:
            raise AssertionError(f"no candidate has {sorted(left)}")
        found.append(candidates[best])
        left -= ways[best]
    return tuple(found)


Pair = tuple[str, bool, str, bool]


def pairs_of(parts: Parts) -> frozenset[Pair]:
    """Return of any two parts whether they are in the combination."""
    here = {part.option for part in parts}
    return frozenset((one, one in here, other, other in here) for one, other in combinations(PARTS, 2))


def pairs() -> frozenset[Pair]:
    """Return every way in which two parts can be there or missing; one cannot miss what it needs."""
    needs = {option: {part.option for part in chosen([option])} for option in PARTS}
    return frozenset(
        (one, a, other, b)
        for one, other in combinations(PARTS, 2)
        for a in (True, False)
        for b in (True, False)
        if not (a and not b and other in needs[one]) and not (b and not a and one in needs[other])
    )
