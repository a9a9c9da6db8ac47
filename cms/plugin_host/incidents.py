"""What went wrong in plugins, counted; and the circuit breaker that pauses what keeps failing."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Greatest

from cms import tracebacks
from cms.plugin_api import Contribution

from . import states
from .models import PluginIncident, PluginState

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Hook(Contribution):
    """A method of the plugin itself in the place of a contribution: `on_enable`, `data` … It is never paused."""

    kind = "hook"
    key: str


#: So many failures of one contribution on one site, each within WINDOW of the one before, pause it for PAUSE.
FAILURES = 5
WINDOW = timedelta(hours=1)
PAUSE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Noted:
    """What went wrong, in words that may be kept: no error with its frames, no value of anybody's.

    milliseconds: of a call that answered too late; None for a failure.
    """

    contribution: Contribution
    site_id: int | None
    now: datetime
    error: str
    place: str = ""
    traceback: str = ""
    milliseconds: int | None = None


def failure(contribution: Contribution, error: BaseException, *, site: Any, now: datetime) -> Noted:
    """Put a failure on a site (or its id, or None) into words."""
    return Noted(
        contribution,
        getattr(site, "pk", site),
        now,
        error=tracebacks.kind_of(error),
        place=tracebacks.place_of(error),
        traceback=tracebacks.without_data(error),
    )


def slowness(contribution: Contribution, *, milliseconds: int, site: Any, now: datetime) -> Noted:
    """Put a call that answered too late into words."""
    return Noted(contribution, getattr(site, "pk", site), now, error="slow", milliseconds=milliseconds)


def write(noted: Noted) -> None:
    """Count what went wrong; pause the contribution on this site if it keeps failing.

    After a pause the next failure pauses it again: the failures before are still recent.
    """
    _count(noted)
    if noted.site_id is None or noted.milliseconds is not None or isinstance(noted.contribution, Hook):
        return
    if recent_failures(noted.contribution, site=noted.site_id, now=noted.now) >= FAILURES:
        _pause(noted.contribution, noted.site_id, now=noted.now)


def failed(contribution: Contribution, error: BaseException, *, site: Any, now: datetime) -> None:
    """Count a failure, as `write`."""
    write(failure(contribution, error, site=site, now=now))


def recent_failures(contribution: Contribution, *, site: Any, now: datetime) -> int:
    """Return how often the contribution failed lately on the site, in whatever way."""
    rows = _of(contribution).filter(site=site, slowest_ms=None, last_at__gt=now - WINDOW)
    return rows.aggregate(total=Sum("recent"))["total"] or 0


def forget_old(*, now: datetime) -> int:
    """Delete the incidents that did not happen again for long, and pauses that are over; return how many rows."""
    old, _ = PluginIncident.objects.filter(last_at__lt=now - KEPT_FOR).delete()
    over, _ = PluginState.objects.exclude(contribution="").filter(paused_until__lt=now - WINDOW).delete()
    return old + over


def _of(contribution: Contribution) -> Any:
    return PluginIncident.objects.filter(plugin=contribution.plugin, contribution=states.name_of(contribution))


def _count(noted: Noted) -> None:
    name, plugin = states.name_of(noted.contribution), noted.contribution.plugin
    parts = (str(noted.site_id), plugin, name, noted.error, noted.place)
    fingerprint = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    known = PluginIncident.objects.filter(fingerprint=fingerprint)
    again: dict[str, Any] = {"count": F("count") + 1, "last_at": noted.now}
    if noted.milliseconds is not None:
        again["slowest_ms"] = Greatest(Coalesce(F("slowest_ms"), 0), noted.milliseconds)
    if known.filter(last_at__gt=noted.now - WINDOW).update(**again, recent=F("recent") + 1):
        return
    if known.update(**again, recent=1):
        return
    try:
        with transaction.atomic():
            PluginIncident.objects.create(
                site_id=noted.site_id,
                plugin=plugin,
                contribution=name,
                fingerprint=fingerprint,
                error=noted.error,
                traceback=noted.traceback,
                slowest_ms=noted.milliseconds,
                first_at=noted.now,
                last_at=noted.now,
            )
    except IntegrityError:  # somebody else was first
        known.update(**again, recent=F("recent") + 1)


def _pause(contribution: Contribution, site_id: int, *, now: datetime) -> None:
    name = states.name_of(contribution)
    PluginState.objects.update_or_create(
        site_id=site_id,
        slug=contribution.plugin,
        contribution=name,
        defaults={"paused_until": now + PAUSE, "changed_at": now},
    )
    states.forget()
    logger.warning("%s of plugin %s is paused on site %s until %s", name, contribution.plugin, site_id, now + PAUSE)
