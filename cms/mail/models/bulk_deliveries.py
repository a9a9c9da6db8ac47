"""One issue to one reader: the row that the bulk engine works from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.bulk.querysets import BulkDeliveryQuerySet
from cms.mail.states import Reason, State

from .campaigns import Campaign, Edition


class BulkDelivery(models.Model):
    """A campaign to one address, handed over at most once.

    `token` and `sections` (keys, separated by commas) are what is spliced into the edition. `lane` is the group of mail
    providers that the address belongs to. `batch` names the batch that has it, or left it uncertain. A `reason` on a
    claimed row says that the reader left meanwhile: should it come back unsent, it is withdrawn.
    """

    # Found by campaign and hash, or by campaign, lane and state: more indexes would only slow a million rows.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(_("mail address"), max_length=254, blank=True)
    address_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # null once erased
    recipient = models.CharField(pgettext_lazy("mail", "name of the recipient"), max_length=200, blank=True)
    token = models.CharField(max_length=200, blank=True)
    sections = models.CharField(max_length=500, blank=True)
    lane = models.CharField(max_length=12)
    state = models.CharField(
        pgettext_lazy("mail", "state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"))
    batch = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001  # null when in nobody's hands
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply_code = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.CharField(_("answer of the mail server"), max_length=500, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dealt with by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", db_index=False,
    )  # fmt: skip

    objects = BulkDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk mail to one reader")
        verbose_name_plural = _("bulk mails to one reader")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "address_hash"], name="mail_bulk_once_per_address"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | ~Q(state=State.SENT) & Q(sent_at__isnull=True),
                name="mail_bulk_sent_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLAIMED) | Q(batch__isnull=False), name="mail_bulk_claimed_by_a_batch"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="mail_bulk_known_state"),
        ]
        indexes = [
            # SQLite takes no partial index whose condition only a statement's parameters fulfil: this one is whole, as
            # is the constraint's. A batch's own are found by it too, among the few that are in hand: an index of
            # batches would be written twice for every mail.
            models.Index(fields=["campaign", "lane", "state", "due_at"], name="mail_bulk_turn"),
        ]  # fmt: skip

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"bulk mail {self.pk}"

    @property
    def needs_a_person(self) -> bool:
        """Whether nobody knows if it arrived, and nobody has looked yet."""
        return self.state == State.UNCERTAIN and self.handled_at is None

    @property
    def reason_in_words(self) -> str:
        """Why it stands where it stands, for staff; empty when there is nothing to say."""
        return str(Reason(self.reason).label) if self.reason else ""
