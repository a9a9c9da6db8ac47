"""Which rows belong to a site: by their own site, by their place in the tree, or by a row they point to."""

from collections.abc import Iterator

from django.db.models import CASCADE, PROTECT, ForeignKey, Model, Q, QuerySet
from wagtail.models import Page, Site

from cms.plugin_api.models import EventExtension

#: So many steps from a row to what has a site.
FARTHEST = 3


def standing_on(site: Site, prefix: str = "") -> Q:
    """Return the condition that a page stands in the site's tree, in whatever language; `prefix`: the way to it."""
    below = Q(pk__in=[])
    for root in site.root_page.get_translations(inclusive=True):
        below |= at_or_below(root.path, prefix)
    return below


def at_or_below(path: str, prefix: str = "") -> Q:
    """Return the condition that a page has this path or stands below it, at any depth; `prefix`: the way to the page.

    As a range: SQLite reads no index for what `path__startswith` asks, and looks at every page of all sites.
    """
    return Q(**{f"{prefix}path__range": (path, f"{path}{'Z' * Page.steplen}")})


def belonging_to(site: Site, model: type[Model]) -> Q | None:
    """Return the condition that a row of the model belongs to the site; None where nothing tells.

    Rows whose site is empty are shared by all sites and belong to none.
    """
    if issubclass(model, Page):
        return standing_on(site)
    if issubclass(model, EventExtension):
        return Q(event__in=Page.objects.filter(standing_on(site)).values("translation_key"))
    way = _way(model)
    if way is None:
        return None
    target, steps = way
    return Q(**{steps: site}) if target is Site else standing_on(site, f"{steps}__")


def shared(model: type[Model]) -> Q:
    """Return the condition that a row of the model has no site; no row where it must have one."""
    way = None if issubclass(model, Page | EventExtension) else _way(model)
    return Q(**{f"{way[1]}__isnull": True}) if way and way[0] is Site else Q(pk__in=[])


def rows_on(site: Site, rows: QuerySet) -> QuerySet:
    """Return those of the rows that belong to the site; all where nothing tells."""
    condition = belonging_to(site, rows.model)
    return rows if condition is None else rows.filter(condition)


def _way(model: type[Model]) -> tuple[type[Model], str] | None:
    """Return what a row is kept with, Site before Page, and the shortest way to it: "entry__site"."""
    ways = list(_ways(model))
    return next((way for way in ways if way[0] is Site), ways[0] if ways else None)


def _ways(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the ways over foreign keys to a site, and to pages without which the row cannot be."""
    open_: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
    seen: set[type[Model]] = set()
    while open_:
        current, way = open_.pop(0)
        if current in seen or len(way) > FARTHEST:
            continue
        seen.add(current)
        if way and (current is Site or issubclass(current, Page)):
            yield (Site if current is Site else Page), "__".join(way)
            continue
        for field in current._meta.get_fields():
            other = field.related_model
            if not isinstance(field, ForeignKey) or not isinstance(other, type):
                continue
            if other is Site or field.remote_field.on_delete in (CASCADE, PROTECT):
                open_.append((other, (*way, field.name)))
