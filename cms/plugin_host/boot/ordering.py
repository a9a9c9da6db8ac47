"""One order of loading, the same in every process: what is needed comes first, then by slug."""

import heapq
from collections.abc import Iterable, Mapping


class Circle(Exception):
    """Some plugins wait for one another. slugs: the circle, from its alphabetically first member."""

    def __init__(self, slugs: list[str]) -> None:
        super().__init__(" → ".join([*slugs, slugs[0]]))
        self.slugs = slugs


def ordered(before: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the slugs so that each comes after those of `before[slug]` that are there; raise Circle."""
    waits = {slug: {other for other in others if other in before} for slug, others in before.items()}
    ready = [slug for slug, others in waits.items() if not others]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        order.append(done := heapq.heappop(ready))
        for slug, others in waits.items():
            if done in others:
                others.discard(done)
                if not others:
                    heapq.heappush(ready, slug)
    if left := {slug: others for slug, others in waits.items() if others}:
        raise Circle(_circle(left))
    return order


def _circle(waits: Mapping[str, set[str]]) -> list[str]:
    """Follow who waits for whom until somebody comes again. Everybody here waits for somebody here, or for such."""
    seen: list[str] = []
    slug = min(waits)
    while slug not in seen:
        seen.append(slug)
        slug = min(other for other in waits[slug] if other in waits)
    circle = seen[seen.index(slug) :]
    start = circle.index(min(circle))
    return circle[start:] + circle[:start]
