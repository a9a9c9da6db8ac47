"""When each schedule ran last: the row that decides who runs it next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduleRun(models.Model):
    """One schedule of one app. Whoever moves `started_at` forward in one UPDATE runs it; all others see it done."""

    plugin = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("run of a schedule")
        verbose_name_plural = _("runs of schedules")
        constraints = [models.UniqueConstraint(fields=["plugin", "key"], name="core_schedule_run_once")]

    def __str__(self) -> str:
        return f"{self.plugin}.{self.key}"
