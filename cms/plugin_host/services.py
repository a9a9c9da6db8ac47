"""Switch plugins, per site. Off hides and never deletes; nothing here touches the app registry."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from cms.plugin_api import Refusal
from cms.plugin_api.facts import PluginDisabled, PluginEnabled

from . import facts, in_streams, incidents, installed, pending, states
from .exceptions import MigrationsMissing, NeededByOthers, NeedsOthers, NotLoaded, RefusedByPlugin
from .incidents import Hook
from .models import PluginIncident, PluginState
from .tasks import index_again

logger = logging.getLogger(__name__)


def enable(*, slug: str, site: Site, by: Any = None, now: datetime | None = None) -> bool:
    """Switch a plugin on at a site and end its pauses there; return whether it was off or paused.

    by: the person, for the log; None for a command. Raises NotLoaded, MigrationsMissing, NeedsOthers, or
    RefusedByPlugin when `on_enable` raises; then nothing has changed.
    """
    if not installed.is_plugin(slug):
        raise NotLoaded(slug)
    if pending.unapplied([slug]):
        raise MigrationsMissing(slug, pending.command(slug))

    def check() -> None:
        if lacking := [other for other in installed.needs(slug) if not states.is_on(other, site)]:
            raise NeedsOthers(slug, lacking)

    return _switch(slug, site, to=True, by=by, now=now or timezone.now(), check=check)


def disable(*, slug: str, site: Site, by: Any = None, now: datetime | None = None) -> bool:
    """Switch a plugin off at a site; return whether it was on. What it holds stays as it is.

    Raises NotLoaded, NeededByOthers, or RefusedByPlugin when `on_disable` raises; then nothing has changed.
    """
    if not installed.is_plugin(slug):
        raise NotLoaded(slug)

    def check() -> None:
        if needing := [other for other in installed.needed_by(slug) if states.is_on(other, site)]:
            raise NeededByOthers(slug, needing)

    return _switch(slug, site, to=False, by=by, now=now or timezone.now(), check=check)


def resume(*, slug: str, site: Site, contribution: str, by: Any, now: datetime) -> bool:
    """End the pause of one contribution at a site and forget its failures there; return whether it was paused."""
    with transaction.atomic():
        rows = PluginState.objects.filter(site=site, slug=slug, contribution=contribution).exclude(contribution="")
        was_paused = bool(rows.delete()[0])
        PluginIncident.objects.filter(site=site, plugin=slug, contribution=contribution).update(recent=0)
        if was_paused:
            log(_switch_row(slug, site, now), "plugin_host.resume", user=by, data={"contribution": contribution})
    states.forget()
    return was_paused


def _switch(slug: str, site: Site, *, to: bool, by: Any, now: datetime, check: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            # One switch at a time on a site: what needs what is looked at and changed as one step.
            Site.objects.select_for_update().get(pk=site.pk)
            states.forget()
            row = _switch_row(slug, site, now)
            if states.is_on(slug, site) is to:
                return False
            check()
            _tell(slug, site, to)
            row.enabled, row.paused_until, row.changed_by, row.changed_at = to, None, by, now
            row.save()
            PluginState.objects.filter(site=site, slug=slug).exclude(contribution="").delete()
            log(row, "plugin_host.enable" if to else "plugin_host.disable", user=by)
            if in_streams.contributes_blocks(slug):
                index_again.enqueue(slug, site.pk)
            fact = PluginEnabled if to else PluginDisabled
            facts.announce(fact(site_id=site.pk, at=now, slug=slug))
    except _HookRaised as raised:
        hook = Hook(plugin=slug, key="on_enable" if to else "on_disable")
        incidents.failed(hook, raised.error, site=site, now=now)
        logger.error("%s of plugin %s failed: %s", hook.key, slug, type(raised.error).__qualname__)
        raise RefusedByPlugin(slug) from raised.error
    finally:
        states.forget()
    return True


class _HookRaised(Exception):
    """`on_enable` or `on_disable` raised; carries the error out of the transaction."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def _tell(slug: str, site: Site, to: bool) -> None:
    app = installed.config(slug)
    if app is None:
        return
    hook = app.on_enable if to else app.on_disable
    try:
        with transaction.atomic():  # a query that failed and was passed over inside must fail here
            hook(site)
    except Refusal as refusal:
        raise RefusedByPlugin(slug, str(refusal)) from refusal
    except (Exception, SystemExit) as error:  # a plugin's mistake leaves everything as it was
        raise _HookRaised(error) from error


def _switch_row(slug: str, site: Site, now: datetime) -> PluginState:
    row, _created = PluginState.objects.get_or_create(
        site=site,
        slug=slug,
        contribution="",
        defaults={"enabled": installed.manifests()[slug].default, "changed_at": now},
    )
    return row
