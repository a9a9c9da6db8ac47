"""Run what apps and plugins have scheduled. Celery's beat, or `manage.py tick` from cron, only asks now and then."""

import inspect
import logging
from datetime import datetime, timedelta
from functools import partial

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Q
from wagtail.models import Site

from cms import tracebacks
from cms.plugin_api import Registry, Schedule
from cms.plugin_host import guard, states

from .models import ScheduleRun

logger = logging.getLogger(__name__)

#: A plugin's work that takes longer than this many seconds is ended: a task of Celery ends whole after ten minutes.
LONGEST = 300.0
#: A start so far ahead was noted by a clock that has been put back since; clocks of machines differ by seconds.
AHEAD = timedelta(minutes=5)


def run_due(*, now: datetime) -> list[str]:
    """Run every schedule whose last start is at least its interval ago; return the names of those that ran.

    Safe with any number of callers at once: each run is claimed by one UPDATE. A schedule of core that raises is
    logged, its traceback is kept on its row without its data, and the others run; of a plugin's failure an incident
    tells. The schedules
    of a plugin that is off everywhere are left out; one that runs for each site is asked about there.
    """
    return [_name(schedule) for schedule in Registry.of(Schedule) if _claim(schedule, now) and run(schedule, now=now)]


def publish_scheduled(*, now: datetime) -> None:
    """Publish and take down what is due, as Wagtail's own command does."""
    call_command("publish_scheduled")


def _claim(schedule: Schedule, now: datetime) -> bool:
    rows = ScheduleRun.objects.filter(plugin=schedule.plugin, key=schedule.key)
    due = Q(started_at__isnull=True) | Q(started_at__lte=now - schedule.when) | Q(started_at__gt=now + AHEAD)
    if rows.filter(due).update(started_at=now):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            ScheduleRun.objects.create(plugin=schedule.plugin, key=schedule.key, started_at=now)
    except IntegrityError:  # somebody else was first
        return False
    return True


def run(schedule: Schedule, *, now: datetime) -> bool:
    """Run a schedule now, whether it is due or not, and note how it ended. Always True."""
    error = ""
    try:
        _work(schedule, now)
    except Exception as failure:  # one schedule's failure must not stop the others: the guard of schedules
        error = tracebacks.without_data(failure)
        logger.error("schedule %s failed\n%s", _name(schedule), error)
    ScheduleRun.objects.filter(plugin=schedule.plugin, key=schedule.key).update(finished_at=now, error=error)
    return True


def _work(schedule: Schedule, now: datetime) -> None:
    """Run it once, or for each site where it is on when it asks for a site. The guard keeps a plugin's errors."""
    if "site" not in inspect.signature(schedule.run).parameters:
        guard.call(schedule, partial(schedule.run, now=now), fallback=None, site=None, longest=LONGEST)
        return
    for site in Site.objects.select_related("root_page"):
        with states.reading_once(site=site):
            if states.runs(schedule, site):
                guard.call(
                    schedule, partial(schedule.run, now=now, site=site), fallback=None, site=site, longest=LONGEST
                )


def _name(schedule: Schedule) -> str:
    return f"{schedule.plugin}.{schedule.key}"
