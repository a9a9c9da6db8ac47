"""What is on where, read once per request.

A request reads all switches with its first question and keeps the answer until it ends, so that a switch takes effect
on the next request in every process. Outside a request (commands, jobs, tests) every question reads anew;
`reading_once` makes a piece of work behave like a request.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateTimeField, Value
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api import Contribution

from . import cascades, installed, pending
from .models import PluginState

LOOK_FOR_MIGRATIONS_EVERY = 30.0


def _read_each_time(key: str, make: Callable[[], "Switches"]) -> "Switches":
    return make()


#: Where public requests keep the switches between them. Core puts its memory here, and makes every process forget when
#: a row of `PluginState` changes.
remember: Callable[[str, Callable[[], "Switches"]], "Switches"] = _read_each_time


@dataclass(frozen=True)
class Switches:
    """All rows of `PluginState`, and the sites. `unready`: plugins whose migrations were not run, off everywhere."""

    sites: frozenset[int]
    chosen: Mapping[tuple[int, str], bool]
    paused: frozenset[tuple[int, str, str]]
    unready: frozenset[str]
    off_by_site: dict[int, frozenset[str]] = field(default_factory=dict)

    def off(self, site_id: int) -> frozenset[str]:
        """Return the loaded plugins that are off at a site, those whose needs are off included."""
        if site_id not in self.off_by_site:
            known = installed.manifests()
            off = {slug for slug in known if not self._is_chosen(slug, site_id)}
            while further := {slug for slug in known if slug not in off and off & set(installed.needs(slug))}:
                off |= further
            self.off_by_site[site_id] = frozenset(off)
        return self.off_by_site[site_id]

    def _is_chosen(self, slug: str, site_id: int) -> bool:
        if slug in self.unready or (site_id, slug, "") in self.paused:
            return False
        return self.chosen.get((site_id, slug), installed.manifests()[slug].default)

    def off_everywhere(self) -> frozenset[str]:
        """Return the loaded plugins that are on at no site."""
        everywhere = [self.off(pk) for pk in self.sites]
        return frozenset.intersection(*everywhere) if everywhere else frozenset()


@dataclass
class _Reading:
    request: HttpRequest | None
    site: Site | None = None
    switches: Switches | None = None


_reading: ContextVar[_Reading | None] = ContextVar("plugin_host_reading", default=None)
_ready: dict[str, float] = {}


@contextmanager
def reading_once(request: HttpRequest | None = None, *, site: Site | None = None) -> Iterator[None]:
    """Read the switches at most once inside. `site`: what `current_site` answers; by default the request's."""
    token = _reading.set(_Reading(request, site))
    try:
        yield
    finally:
        _reading.reset(token)


def current_site() -> Site | None:
    """Return the site of the page being edited, else that of the request, or None outside a request."""
    reading = _reading.get()
    if reading is None:
        return None
    if reading.site is None and reading.request is not None:
        reading.site = Site.find_for_request(reading.request)
    return reading.site


def work_on(site: Site | None) -> None:
    """From here to the end of the request, the current site is that of the page at work; None changes nothing."""
    reading = _reading.get()
    if reading is not None and site is not None:
        reading.site = site


def forget() -> None:
    """Read the switches again at the next question of this request: they were changed in it."""
    reading = _reading.get()
    if reading is not None:
        reading.switches = None


def forget_readiness() -> None:
    """Look for unapplied migrations again at the next question; for tests."""
    _ready.clear()


def is_on(slug: str, site: Any = None) -> bool:
    """Whether a plugin is on at a site (Site or its id); core's apps always are. Without a site: at any site."""
    return not installed.is_plugin(slug) or slug not in off(site)


def says_on(slug: str, site: Any, anew: bool) -> bool:
    """The registry's answer to `is_on`. anew: read the switches again, also within a request.

    From the database itself: what public requests keep between them is of the generation that this one began with.
    """
    reading = _reading.get()
    if anew and reading is not None and installed.is_plugin(slug):
        reading.switches = _read()
    return is_on(slug, site)


def off(site: Any = None) -> frozenset[str]:
    """Return the slugs of the loaded plugins that are off at a site; without a site: those off at every site."""
    return _off(_switches(), site) if installed.manifests() else frozenset()


def _off(switches: Switches, site: Any) -> frozenset[str]:
    site_id = getattr(site, "pk", site)
    return switches.off_everywhere() if site_id is None else switches.off(site_id)


def name_of(contribution: Contribution) -> str:
    """Return the name of a contribution among its plugin's: "slot:footer"."""
    return f"{contribution.kind}:{contribution.identity}"[:200]


def running(found: tuple[Contribution, ...], site: Any) -> tuple[Contribution, ...]:
    """Return those of the contributions that are on at the site and not paused. The registry's switch."""
    known = installed.manifests()
    if not any(each.plugin in known for each in found):
        return found
    switches = _switches()
    stopped, paused, site_id = _off(switches, site), switches.paused, getattr(site, "pk", site)
    return tuple(
        each for each in found if each.plugin not in stopped and (site_id, each.plugin, name_of(each)) not in paused
    )


def runs(contribution: Contribution, site: Any) -> bool:
    """Whether this one contribution is on at the site and not paused."""
    return bool(running((contribution,), site))


def _switches() -> Switches:
    reading = _reading.get()
    if reading is None:
        return _read()
    if reading.switches is None:
        reading.switches = remember("plugin_host.switches", _read)
    return reading.switches


def _read() -> Switches:
    now = timezone.now()
    chosen: dict[tuple[int, str], bool] = {}
    paused: set[tuple[int, str, str]] = set()
    sites: set[int] = set()
    rows = PluginState.objects.values_list("site_id", "slug", "contribution", "enabled", "paused_until")
    # The sites come along in the same query, as rows of no plugin.
    everywhere = Site.objects.order_by().values_list(
        "pk", Value(""), Value(""), Value(True), Value(None, output_field=DateTimeField())
    )
    for site_id, slug, contribution, enabled, until in rows.union(everywhere, all=True):
        if not slug:
            sites.add(site_id)
        elif not contribution:
            chosen[site_id, slug] = enabled
        if until is not None and until > now:
            paused.add((site_id, slug, contribution))
    return Switches(frozenset(sites), chosen, frozenset(paused), unready())


def unready() -> frozenset[str]:
    """Return the plugins without their tables. Asked once per process, and now and then for those that had none."""
    moment = time.monotonic()
    asked = [slug for slug in installed.manifests() if _ready.get(slug, 0) <= moment]
    if asked:
        missing = pending.unapplied(asked)
        for slug in asked:
            _ready[slug] = moment + LOOK_FOR_MIGRATIONS_EVERY if slug in missing else float("inf")
            (cascades.look_away if slug in missing else cascades.look_again)(slug)
    return frozenset(slug for slug in installed.manifests() if _ready[slug] != float("inf"))
