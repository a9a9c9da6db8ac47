"""What a switch changes for visitors and staff, found out before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, Site

from cms.plugin_api import Registry
from cms.plugin_api.contributions import KINDS

from . import adds, guard, in_streams, installed, states
from .belonging import standing_on
from .incidents import Hook

MOST_SHOWN = 20
#: Kinds of which the preview names each that appears or disappears.
NAMED = (
    "menu_item", "home_section", "newsletter_section", "search_kind", "staff_panel", "report", "site_settings",
    "event_panel", "form_box", "block", "slot", "listener", "api_endpoint",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A page or another thing concerned: its title, where it is edited ("": nowhere), whether visitors see it now."""

    title: str
    url: str
    live: bool


@dataclass(frozen=True)
class Some:
    """The first of a number of things, and how many there are in all."""

    shown: Sequence[Found] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class Impact:
    """Everything that comes or goes with a plugin on a site.

    pages: of its page types. linking: pages of others that link to those. holding: pages and whatever else has its
    blocks. named: what has a name for people, by kind. jobs: work done by itself. screens: whether it has addresses of
    its own. needs, needed_by: plugins in the way of the switch. stops: what the plugin
    says is under way, and what becomes of it.
    """

    pages: Some
    linking: Some
    holding: Some
    named: Sequence[adds.Addition]
    jobs: int
    screens: bool
    needs: Sequence[str]
    needed_by: Sequence[str]
    stops: Sequence[str]


def of(slug: str, site: Site) -> Impact:
    """Find out what switching a loaded plugin on or off changes at a site."""
    mine = Page.objects.filter(standing_on(site), content_type__app_label__in=installed.labels(slug))
    additions = {each.kind: each for each in adds.of(slug)}
    return Impact(
        pages=_some(mine.order_by("-live", "path")),
        linking=_some(_linking_to(mine, site).order_by("path")),
        holding=_holding(slug, site) if in_streams.contributes_blocks(slug) else Some(),
        named=[additions[kind] for kind in NAMED if kind in additions],
        jobs=sum(each.plugin == slug for each in Registry.loaded(KINDS["schedule"])),
        screens="urls" in additions,
        needs=installed.names_of(other for other in installed.needs(slug) if not states.is_on(other, site)),
        needed_by=installed.names_of(other for other in installed.needed_by(slug) if states.is_on(other, site)),
        stops=_stops(slug, site) if states.is_on(slug, site) else (),
    )


def _stops(slug: str, site: Site) -> Sequence[str]:
    app = installed.config(slug)
    if app is None:
        return ()
    nothing: Sequence[str] = ()
    hook = Hook(plugin=slug, key="stops")
    return guard.call(hook, lambda: [str(sentence) for sentence in app.stops(site)], fallback=nothing, site=site)


def _some(rows: Any) -> Some:
    total = rows.count()
    return Some([_found(page) for page in rows[:MOST_SHOWN]], total) if total else Some()


def _found(thing: Model) -> Found:
    title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
    return Found(title, AdminURLFinder().get_edit_url(thing) or "", getattr(thing, "live", True))


def _linking_to(pages: Any, site: Site) -> Any:
    """Return the other pages of the site that the reference index knows to link to these."""
    kind = ContentType.objects.get_for_model(Page)
    targets = [str(pk) for pk in pages.values_list("pk", flat=True)]
    sources = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=targets, base_content_type=kind)
    found = {int(pk) for pk in sources.values_list("object_id", flat=True)}
    return Page.objects.filter(standing_on(site), pk__in=found - {int(pk) for pk in targets})


def _holding(slug: str, site: Site) -> Some:
    things = list(in_streams.holders(slug, site))
    return Some([_found(thing) for thing in things[:MOST_SHOWN]], len(things))
