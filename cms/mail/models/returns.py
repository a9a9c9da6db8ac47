"""What came back of what was sent: mails that could not be delivered, and complaints about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.states import Reason

from .bulk_deliveries import BulkDelivery
from .deliveries import Delivery


class ReturnKind(models.TextChoices):
    """What a report says of a mail. HARD: this address takes none, now or later. SOFT: this one mail did not arrive."""

    HARD = "hard", pgettext_lazy("returned mail", "Came back: the address does not work")
    SOFT = "soft", pgettext_lazy("returned mail", "Came back this time")
    COMPLAINT = "complaint", pgettext_lazy("returned mail", "Reported as unwanted")


class ReturnSource(models.TextChoices):
    """The way by which a report reached the site."""

    MAILBOX = "mailbox", pgettext_lazy("returned mail", "Mailbox for returned mail")
    PIPE = "pipe", pgettext_lazy("returned mail", "Handed over by the mail server")
    WEBHOOK = "webhook", pgettext_lazy("returned mail", "Told by the sending service")
    LOG = "log", pgettext_lazy("returned mail", "Read in the log of the mail server")


class ReturnedMail(models.Model):
    """One report about one delivery, which is a single mail's or a bulk mail's.

    key: SHA-256 over the delivery and the report's Message-ID or event; the same report counts once. status: the
    enhanced code of RFC 3463, if there was one. detail: the other server's words, its addresses taken out; erased with
    the hash of the address. is_heeded: whether the delivery's state tells of it; one that is just being handed over is
    moved once its batch is settled.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="returns")
    bulk_delivery = models.ForeignKey(
        BulkDelivery, null=True, blank=True, on_delete=models.CASCADE, related_name="returns"
    )
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(pgettext_lazy("returned mail", "what happened"), max_length=10, choices=ReturnKind.choices)
    source = models.CharField(pgettext_lazy("returned mail", "told by"), max_length=10, choices=ReturnSource.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    status = models.CharField(max_length=12, blank=True)
    detail = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    is_heeded = models.BooleanField(default=False)
    at = models.DateTimeField(pgettext_lazy("returned mail", "when"))

    class Meta:
        verbose_name = _("returned mail")
        verbose_name_plural = _("returned mails")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery__isnull=False, bulk_delivery__isnull=True)
                | Q(delivery__isnull=True, bulk_delivery__isnull=False),
                name="mail_return_of_one_delivery",
            ),
            models.CheckConstraint(condition=Q(kind__in=ReturnKind.values), name="mail_return_known_kind"),
        ]
        indexes = [
            models.Index(fields=["site", "-at"], name="mail_return_newest"),
            models.Index(fields=["site", "address_hash"], name="mail_return_address"),
            models.Index(fields=["at"], condition=~Q(address_hash=""), name="mail_return_to_erase"),
        ]  # fmt: skip

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"returned mail {self.pk}"

    @property
    def reason_in_words(self) -> str:
        """Why, for staff; empty when there is nothing to say."""
        return str(Reason(self.reason).label) if self.reason else ""


class ReturnIntake(models.Model):
    """How reading reports goes, one row for each way: when it last worked, what it brought, what is wrong with it.

    left: mails that were no reports of ours, or none that could be believed; nothing was changed by them.
    """

    source = models.CharField(max_length=10, choices=ReturnSource.choices, unique=True)
    read_at = models.DateTimeField(null=True, blank=True)
    noted = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=100, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"intake by {self.source}"
