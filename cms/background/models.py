"""Jobs that wait: the row is the truth, a message to Celery only wakes a worker."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ATTEMPTS = 5
# Longer than a Celery task may take (CELERY_TASK_TIME_LIMIT): who claimed it and is not done by then has died.
CLAIM_HOLDS = timedelta(minutes=15)
# After the n-th failure a job waits n times this long.
TRY_AGAIN_AFTER = timedelta(minutes=1)


class JobQuerySet(models.QuerySet["Job"]):
    def runnable(self, *, at: datetime) -> "JobQuerySet":
        """The jobs that nobody is doing and whose time has come, oldest first."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - CLAIM_HOLDS)
        return self.filter(free, run_after__lte=at, attempts__lt=ATTEMPTS).order_by("pk")

    def given_up(self) -> "JobQuerySet":
        """The jobs that failed as often as they are tried."""
        return self.filter(attempts__gte=ATTEMPTS)


class Job(models.Model):
    """One call of a task of django-tasks. It is deleted when it is done.

    path: where its function is. arguments: {"args": […], "kwargs": {…}}, JSON. digest: of path and arguments; while
    one waits, the same is not added again. error: the traceback of the last failure.
    """

    path = models.CharField(max_length=255)
    arguments = models.JSONField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))
    run_after = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("taken at"), null=True)
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("background job", "attempts"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            # Only those not begun: what is saved while a job runs may have come too late for it.
            models.UniqueConstraint(
                fields=["digest"], condition=Q(claimed_at__isnull=True, attempts=0), name="background_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.arguments}"
