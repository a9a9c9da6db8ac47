"""Does anybody run the schedules, and do they run without errors?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models import ScheduleRun
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Clockwork")
#: Several schedules run every half minute, and beat asks as often.
TOO_LONG = timedelta(minutes=5)


def look(*, now: datetime) -> Iterator[Finding]:
    last = ScheduleRun.objects.aggregate(last=Max("started_at"))["last"]
    if last is None or last < now - TOO_LONG:
        said = (
            _("Nothing has run by the clock yet: reminders, scheduled pages and newsletters wait.")
            if last is None
            else _("Nothing has run by the clock since %(time)s: reminders, scheduled pages and newsletters wait.")
            % {"time": f"{localtime(last):%Y-%m-%d %H:%M}"}
        )
        remedy = _("Start exactly one celery -A cms beat, or run manage.py tick every minute from cron.")
        yield Finding("schedules", Level.TROUBLE, PART, said, remedy)
        return
    failing = list(ScheduleRun.objects.exclude(error="").order_by("plugin", "key").values_list("plugin", "key"))
    for plugin, key in failing:
        said = _("The schedule %(name)s failed when it last ran.") % {"name": f"{plugin}.{key}"}
        remedy = _("Its traceback is in the table core_schedulerun and in the log.")
        yield Finding(f"schedule.{plugin}.{key}", Level.WARNING, PART, said, remedy)
    if not failing:
        yield Finding("schedules", Level.GOOD, PART, _("What is to run by the clock runs."))
