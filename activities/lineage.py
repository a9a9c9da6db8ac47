"""前身 → 後継: the families of activities that grew out of one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models.expressions import RawSQL

# One query whatever the length of the chain. UNION, not UNION ALL: it ends on a circle, too.
_MEMBERS = """
WITH RECURSIVE family(id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT CASE WHEN link.page_id = family.id THEN link.predecessor_id ELSE link.page_id END
    FROM activities_predecessorlink AS link
    JOIN family ON link.page_id = family.id OR link.predecessor_id = family.id
)
SELECT id FROM family
"""


@dataclass(frozen=True)
class Link:
    """`before` was followed by `after`."""

    before: int
    after: int
    note: str = ""


@dataclass(frozen=True)
class Family:
    """Activities that hang together, and the links between them."""

    by_pk: Mapping[int, Any]
    links: Sequence[Link]

    @cached_property
    def members(self) -> Sequence[Any]:
        """The activities, oldest first. Put in order when asked for: a list of families shows a few of hundreds."""
        return _in_order(self.by_pk, self.links)

    def before(self, pk: int) -> list[Any]:
        """The direct predecessors of a member."""
        return [self.by_pk[link.before] for link in self.links if link.after == pk and link.before in self.by_pk]

    def after(self, pk: int) -> list[Any]:
        """The direct successors of a member."""
        return [self.by_pk[link.after] for link in self.links if link.before == pk and link.after in self.by_pk]


def members_of(pk: int) -> RawSQL:
    """The keys of all members of the family that a page belongs to, itself among them, as a subquery."""
    return RawSQL(_MEMBERS, [pk])


def family_links(pk: int) -> Any:
    """The rows of all links of the family that a published page belongs to; one query whatever its size."""
    return apps.get_model("activities.PredecessorLink").objects.filter(page_id__in=members_of(pk))


def links_of(pk: int) -> list[Link]:
    """Read the links of the family that a published page belongs to."""
    return [Link(*row) for row in family_links(pk).values_list("predecessor_id", "page_id", "note")]


def chain_between(*, descendant: int, ancestor: int) -> list[str]:
    """Return the titles from `ancestor` down to `descendant` when the one grew out of the other, else nothing.

    The ancestor's own title is left out. Links of published and of drafted pages both count.
    """
    links = [*links_of(descendant), *_drafted_links()]
    parents: dict[int, list[int]] = {}
    for link in links:
        parents.setdefault(link.after, []).append(link.before)
    way = _walk(descendant, ancestor, parents)
    if not way:
        return []
    titles = dict(apps.get_model("wagtailcore.Page").objects.filter(pk__in=way).values_list("pk", "title"))
    return [titles.get(pk, "") for pk in reversed(way) if pk != ancestor]


def _drafted_links() -> list[Link]:
    """Links that exist only in the newest draft of a page, so that two drafts cannot close a circle unseen."""
    Revision = apps.get_model("wagtailcore.Revision")
    Page = apps.get_model("wagtailcore.Page")
    drafted = Page.objects.filter(
        has_unpublished_changes=True, content_type__app_label="activities", content_type__model="activitypage"
    ).values("latest_revision_id")
    contents = Revision.objects.filter(pk__in=drafted).values_list("content", flat=True)
    return [
        Link(row["predecessor"], content["pk"])
        for content in contents.iterator(chunk_size=200)
        for row in content.get("predecessor_links", ())
        if row.get("predecessor")
    ]


def _walk(start: int, goal: int, parents: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the way from `start` up to `goal`, both included, or nothing."""
    came_from: dict[int, int | None] = {start: None}
    queue = [start]
    while queue:
        here = queue.pop(0)
        if here == goal:
            way: list[int] = []
            step: int | None = here
            while step is not None:
                way.append(step)
                step = came_from[step]
            return list(reversed(way))
        for parent in parents.get(here, ()):
            if parent not in came_from:
                came_from[parent] = here
                queue.append(parent)
    return []


def families(links: Iterable[Link], pages: Mapping[int, Any]) -> list[Family]:
    """Group pages into families along the links; links to pages that are not given are left out.

    Families come in the order of their first year; members in the order of years, a predecessor before its successor.
    """
    links = [link for link in links if link.before in pages and link.after in pages]
    group: dict[int, list[int]] = {}
    for link in links:
        one, other = group.setdefault(link.before, [link.before]), group.setdefault(link.after, [link.after])
        if one is not other:
            few, many = sorted((one, other), key=len)
            many += few
            group |= dict.fromkeys(few, many)
    links_in: dict[int, list[Link]] = {}
    for link in links:
        links_in.setdefault(group[link.after][0], []).append(link)
    found = [Family({pk: pages[pk] for pk in group[first]}, own) for first, own in links_in.items()]
    return sorted(found, key=lambda family: (_first_year(family.by_pk.values()), min(family.by_pk)))


def _first_year(members: Iterable[Any]) -> int:
    return min((year for page in members if (year := page.start_fy or page.end_fy)), default=9999)


def _in_order(pages: Mapping[int, Any], links: Sequence[Link]) -> list[Any]:
    """Predecessors first; among equals the earlier year, then the title."""
    waiting = {pk: {link.before for link in links if link.after == pk} for pk in pages}
    ordered: list[Any] = []
    while waiting:
        ready = [pk for pk, before in waiting.items() if not before & waiting.keys()] or list(waiting)
        pk = min(ready, key=lambda key: (pages[key].start_fy or pages[key].end_fy or 9999, pages[key].title, key))
        ordered.append(pages[pk])
        del waiting[pk]
    return ordered
