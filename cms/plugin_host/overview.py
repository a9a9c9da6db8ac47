"""What the screen *Plugins* shows of each plugin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.plugin_api import Contribution, Registry
from cms.plugin_api.contributions import KINDS

from . import adds, diagnosis, holdings, incidents, installed, pending, states, words
from .boot import Status, Verdict
from .gates.hooks import WagtailHook
from .hearing import Receiver
from .incidents import Hook
from .models import PluginIncident, PluginState

# What plugins add past the contributions.
OWN_WAYS = {WagtailHook.kind: _("Additions to the admin"), Receiver.kind: _("Reactions to what happens on the site")}


@dataclass(frozen=True)
class Paused:
    """A contribution that the guard has paused on a site."""

    name: str
    label: str
    until: datetime


@dataclass(frozen=True)
class Switch:
    """The state of one plugin on one site. `by`, `at`: who switched it last and when, if anybody did."""

    site: Site
    on: bool
    by: str
    at: datetime | None
    needs: Sequence[str]
    paused: Sequence[Paused]


@dataclass(frozen=True)
class Incident:
    """An incident in words: where, what, how often."""

    label: str
    row: PluginIncident


@dataclass
class Card:
    """One plugin as found by boot, with its switches on the sites that somebody looks after."""

    verdict: Verdict
    sites: Sequence[Site]
    rows: Sequence[PluginState]
    troubles: Sequence[PluginIncident] = field(default_factory=list)
    unready: bool = False

    @property
    def slug(self) -> str:
        return self.verdict.slug

    @property
    def name(self) -> str:
        manifest = self.verdict.manifest
        return installed.in_active_language(manifest.name) if manifest else self.slug

    @property
    def summary(self) -> str:
        manifest = self.verdict.manifest
        return installed.in_active_language(manifest.summary) if manifest else ""

    @property
    def version(self) -> str:
        return self.verdict.manifest.version if self.verdict.manifest else ""

    @property
    def holds_personal_data(self) -> bool:
        return bool(self.verdict.manifest and self.verdict.manifest.personal_data)

    @property
    def is_loaded(self) -> bool:
        return self.verdict.loaded

    @property
    def is_broken(self) -> bool:
        return self.verdict.status not in (Status.LOADED, Status.OFF)

    @property
    def status(self) -> str:
        return words.status(self.verdict.status)

    @property
    def reasons(self) -> list[str]:
        return [words.reason(each) for each in self.verdict.reasons]

    @property
    def command(self) -> str:
        """What whoever runs the server has to do before the plugin can be on, or nothing."""
        return pending.command(self.slug) if self.unready else ""

    @cached_property
    def adds(self) -> list[adds.Addition]:
        return adds.of(self.slug) if self.is_loaded else []

    @cached_property
    def switches(self) -> list[Switch]:
        return [self._switch(site) for site in self.sites] if self.is_loaded else []

    @property
    def is_on_somewhere(self) -> bool:
        return any(switch.on for switch in self.switches)

    @property
    def trouble_count(self) -> int:
        return sum(each.count for each in self.troubles)

    @property
    def incidents(self) -> list[Incident]:
        return [Incident(label_of(self.slug, each.contribution), each) for each in self.troubles]

    @cached_property
    def data(self) -> list[tuple[Site, list[tuple[str, int]] | None]]:
        """What it holds, by site."""
        if not self.is_loaded or self.unready:
            return []
        return [(site, holdings.counts(self.slug, site)) for site in self.sites]

    @cached_property
    def health(self) -> list[str]:
        """What the plugin itself says that staff should know, where it is on."""
        found: dict[str, None] = {}
        for switch in self.switches:
            if switch.on:
                found |= dict.fromkeys(diagnosis.health(self.slug, switch.site))
        return list(found)

    def _switch(self, site: Site) -> Switch:
        rows = [row for row in self.rows if row.site_id == site.pk]
        own = next((row for row in rows if not row.contribution), None)
        now = timezone.now()
        paused = [
            Paused(row.contribution, label_of(self.slug, row.contribution), row.paused_until)
            for row in rows
            if row.contribution and row.paused_until and row.paused_until > now
        ]
        return Switch(
            site=site,
            on=states.is_on(self.slug, site),
            by=_person(own.changed_by) if own else "",
            at=own.changed_at if own and own.changed_by_id else None,
            needs=installed.names_of(other for other in installed.needs(self.slug) if not states.is_on(other, site)),
            paused=paused,
        )


def cards(sites: Iterable[Site], *, slug: str | None = None) -> list[Card]:
    """Return a card for each plugin that was found (or for one), those that need attention first, then by name."""
    sites = list(sites)
    verdicts = [each for each in installed.verdicts() if slug in (None, each.slug)]
    slugs = [verdict.slug for verdict in verdicts]
    rows = list(PluginState.objects.filter(site__in=sites, slug__in=slugs).select_related("changed_by"))
    since = timezone.now() - incidents.KEPT_FOR
    found = PluginIncident.objects.filter(plugin__in=slugs, last_at__gt=since).select_related("site")
    troubles = [each for each in found if each.site is None or each.site in sites]
    unready = pending.unapplied(each for each in slugs if installed.is_plugin(each))
    made = [
        Card(
            verdict,
            sites,
            [row for row in rows if row.slug == verdict.slug],
            [each for each in troubles if each.plugin == verdict.slug],
            verdict.slug in unready,
        )
        for verdict in verdicts
    ]
    return sorted(made, key=lambda card: (not card.is_broken, card.name))


def label_of(slug: str, contribution: str) -> str:
    """Return what a contribution ("slot:footer") is called for staff: its kind, and its name where it has one."""
    kind, _, identity = contribution.partition(":")
    label = str(adds.WORDS.get(kind, "")) or _hook_label(kind, identity)
    name = next((adds.name_for_people(each) for each in _of_kind(kind, slug) if each.identity == identity), "")
    return f"{label}: {name}" if name else label


def _hook_label(kind: str, identity: str) -> str:
    if kind in OWN_WAYS:
        return f"{OWN_WAYS[kind]} ({identity})"
    return identity if kind == Hook.kind else kind


def _of_kind(kind: str, slug: str) -> list[Contribution]:
    found = Registry.loaded(KINDS[kind]) if kind in KINDS else ()
    return [each for each in found if each.plugin == slug]


def _person(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
