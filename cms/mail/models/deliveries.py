"""One mail to one address: the row that a worker works from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.querysets import TO_SEND, DeliveryQuerySet
from cms.mail.states import NEED_A_PERSON, Reason, State

from .mailings import Mailing


class Delivery(models.Model):
    """One mailing to one address.

    `address_hash` keeps an address from getting a mailing twice and finds it among the suppressed ones; it is empty
    once the address is erased. `attempts` counts how often a worker took it up, `doubtful` after how many of these
    nobody knows whether the mail went out. `due_at` is when it may be taken up next, `give_up_at` when trying ends.
    `claim` and `claimed_until` name the worker that has it and how long the others believe in that worker.
    """

    mailing = models.ForeignKey(Mailing, verbose_name=_("mail"), on_delete=models.CASCADE, related_name="deliveries")
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    address = models.CharField(_("mail address"), max_length=254, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    recipient = models.CharField(pgettext_lazy("mail", "name of the recipient"), max_length=200, blank=True)
    message_id = models.CharField(max_length=255, unique=True)
    state = models.CharField(
        pgettext_lazy("mail", "state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubtful = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(_("next attempt"))
    give_up_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply_code = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.CharField(_("answer of the mail server"), max_length=500, blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    changed_at = models.DateTimeField(_("changed at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dealt with by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a mail")
        verbose_name_plural = _("records of mails")
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "address_hash"], condition=~Q(address_hash=""), name="mail_delivery_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLAIMED, claimed_until__isnull=False) & ~Q(claim="")
                | ~Q(state=State.CLAIMED) & Q(claim="", claimed_until__isnull=True),
                name="mail_delivery_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | ~Q(state=State.SENT) & Q(sent_at__isnull=True),
                name="mail_delivery_sent_at_some_time",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="mail_delivery_known_state"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=TO_SEND, name="mail_delivery_due"),
            models.Index(fields=["claimed_until"], condition=Q(state=State.CLAIMED), name="mail_delivery_claimed"),
            models.Index(fields=["site", "state"], name="mail_delivery_site_state"),
            models.Index(fields=["site", "-queued_at"], name="mail_delivery_newest"),
        ]

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"mail {self.pk}"

    @property
    def needs_a_person(self) -> bool:
        """Whether nothing more happens by itself and nobody has dealt with it yet."""
        return self.state in NEED_A_PERSON and self.handled_at is None

    @property
    def reason_in_words(self) -> str:
        """Why it stands where it stands, for staff; empty when there is nothing to say."""
        return str(Reason(self.reason).label) if self.reason else ""
