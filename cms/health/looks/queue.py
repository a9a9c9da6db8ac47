"""Does a worker take up what waits?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.background.models import Job
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Background work")
#: The schedule that takes up what a lost message left runs every fifteen seconds.
TOO_LONG = timedelta(minutes=5)


def look(*, now: datetime) -> Iterator[Finding]:
    waiting = Job.objects.runnable(at=now - TOO_LONG).count()
    if waiting:
        said = ngettext_lazy(
            "%(number)d job has been waiting for more than five minutes.",
            "%(number)d jobs have been waiting for more than five minutes.",
            waiting,
        ) % {"number": waiting}
        yield Finding("worker", Level.TROUBLE, PART, said, _("Start the worker: celery -A cms worker."))
    given_up = Job.objects.given_up().count()
    if given_up:
        said = ngettext_lazy(
            "%(number)d job failed five times and is not tried any more.",
            "%(number)d jobs failed five times and are not tried any more.",
            given_up,
        ) % {"number": given_up}
        remedy = _("Their errors are in the table background_job. Mend the cause, then set attempts to 0.")
        yield Finding("jobs", Level.WARNING, PART, said, remedy)
    if not waiting and not given_up:
        yield Finding("worker", Level.GOOD, PART, _("Nothing waits for longer than it should."))
