"""Ways out that all workers share, and the batches that are on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.mail.bulk.providers import LABELS
from cms.mail.states import Reason

from .campaigns import Campaign


class Lane(models.Model):
    """What goes from one sender to one group of mail providers, and how fast all workers together may send there.

    `connections` is how many batches may be under way at once. `rate` is how many messages a second may leave at
    present, `ceiling` how far it may rise again; null means no limit. `free_at` is when the time that batches have
    reserved ends. After trouble with the line nothing is tried before `blocked_until`; `blocks` counts how often in a
    row, `trouble` says why.
    """

    sender = models.CharField(max_length=254)
    group = models.CharField(max_length=12, choices=LABELS)
    connections = models.PositiveSmallIntegerField()
    ceiling = models.FloatField(null=True, blank=True)
    rate = models.FloatField(null=True, blank=True)
    free_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)
    blocks = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)

    class Meta:
        verbose_name = _("limit of sending")
        verbose_name_plural = _("limits of sending")
        default_permissions = ("change",)
        constraints = [models.UniqueConstraint(fields=["sender", "group"], name="mail_lane_once")]

    def __str__(self) -> str:
        return f"lane {self.group}"

    @property
    def is_slowed(self) -> bool:
        """Whether a server asked for less, and the lane has not crept up again."""
        return self.rate != self.ceiling


class SendingBudget(models.Model):
    """How many bulk mails who looks after mail lets leave in a day; null for as many as the server's settings allow."""

    sender = models.CharField(max_length=254, unique=True)
    most = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"sending budget {self.pk}"


class SendingDay(models.Model):
    """How many bulk mails have been taken up on one day of the centre's place, where a daily budget is set."""

    sender = models.CharField(max_length=254)
    day = models.DateField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["sender", "day"], name="mail_sending_day_once")]

    def __str__(self) -> str:
        return f"sending day {self.day}"


class Batch(models.Model):
    """Deliveries that one process has taken up together, and where its journal is.

    It exists from the claim until what became of all of them is written down. `folder` names the folder of journals,
    `boot` the run of the machine: after a power failure the journal may lack what was written last.
    """

    token = models.CharField(max_length=32, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    lane = models.ForeignKey(Lane, on_delete=models.CASCADE, related_name="batches")
    folder = models.CharField(max_length=32)
    boot = models.CharField(max_length=36, blank=True)
    size = models.PositiveSmallIntegerField()
    claimed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"batch {self.pk}"
