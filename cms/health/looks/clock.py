"""Does the clock of this machine show the time?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models import ScheduleRun
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Clock")
#: Registration opens and closes to the second; what is less than this nobody notices.
TOO_MUCH = timedelta(minutes=1)


def look(*, now: datetime) -> Iterator[Finding]:
    """now: what the clock of this machine shows."""
    remedy = _("Let the machine set its clock by the network: timedatectl set-ntp true.")
    last = ScheduleRun.objects.aggregate(last=Max("started_at"))["last"]
    off = _beside_the_database()
    if last is not None and last > now + TOO_MUCH:
        said = _("The clock of this machine shows %(now)s, but work was done at %(time)s already: one was wrong.") % {
            "now": f"{localtime(now):%Y-%m-%d %H:%M}", "time": f"{localtime(last):%Y-%m-%d %H:%M}",
        }  # fmt: skip
        yield Finding("clock", Level.TROUBLE, PART, said, remedy)
    elif off > TOO_MUCH:
        said = _("The clocks of this machine and of the database differ by %(seconds)d seconds.") % {
            "seconds": off.total_seconds()
        }
        yield Finding("clock", Level.TROUBLE, PART, said, remedy)
    else:
        yield Finding("clock", Level.GOOD, PART, _("Nothing says that the clock is wrong."))


def _beside_the_database() -> timedelta:
    """By how much the clock of the database's machine differs; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return abs(timezone.now() - cursor.fetchone()[0])  # type: ignore[no-any-return]
