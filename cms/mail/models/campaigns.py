"""What is sent to many at once, and how far it is."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.bulk.querysets import CampaignQuerySet
from cms.mail.bulk.states import CampaignState, PauseReason


class Campaign(models.Model):
    """One issue to all its readers: the control row of a bulk sending.

    `kind` and `key` say what is sent, for example "newsletters.issue" and the issue's key: the same pair is created
    once. `list_key` names the list whose readers get it: who leaves that list gets it no more. `excluded`
    counts, by reason, the candidates who get nothing; `candidates` is the sum of these and of the deliveries.
    `bounced` counts deliveries that had been taken and came back for good, `complained` readers who called it unwanted.
    `freeze_token` and `frozen_until` name the process that is preparing and how long others believe in it.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=100)
    key = models.CharField(max_length=200)
    name = models.CharField(pgettext_lazy("mail", "name"), max_length=200)
    nonce = models.CharField(max_length=32)
    list_key = models.CharField(max_length=100, blank=True)
    list_name = models.CharField(max_length=200, blank=True)
    list_id = models.CharField(max_length=200, blank=True)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    unsubscribe_mailto = models.CharField(max_length=254, blank=True)
    help_url = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        pgettext_lazy("mail", "state"), max_length=10, choices=CampaignState.choices, default=CampaignState.PREPARING
    )
    pause_reason = models.CharField(max_length=20, choices=PauseReason.choices, blank=True)
    keeps_quiet = models.BooleanField(default=True)
    candidates = models.PositiveIntegerField(default=0)
    prepared = models.PositiveIntegerField(default=0)
    excluded: Any = models.JSONField(default=dict, blank=True)
    bounced = models.PositiveIntegerField(default=0)
    complained = models.PositiveIntegerField(default=0)
    freeze_token = models.CharField(max_length=32, blank=True)
    frozen_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True, blank=True)
    start_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    erase_after = models.DateTimeField(_("erase after"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk mail")
        verbose_name_plural = _("bulk mails")
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="mail_campaign_once"),
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="mail_campaign_known_state"),
        ]
        indexes = [
            models.Index(fields=["erase_after"], condition=Q(erased_at__isnull=True), name="mail_campaign_to_erase"),
            models.Index(fields=["site", "-created_at"], name="mail_campaign_newest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        # Never the subject: names of models end in logs and error reports.
        return f"{self.kind} {self.pk}"

    def has_begun(self, *, at: datetime) -> bool:
        """Whether the first of it may have left."""
        return self.start_at is not None and self.start_at <= at


class Edition(models.Model):
    """A campaign's text for one variant of its readers in one language, with marks where a reader's own goes.

    `sections` are pairs of plain text and HTML by key, of which each reader gets those that the delivery names.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="editions")
    variant = models.CharField(max_length=50, blank=True)
    locale = models.CharField(_("language"), max_length=20)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    sections: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "variant", "locale"], name="mail_edition_once"),
        ]

    def __str__(self) -> str:
        return f"edition {self.pk}"


class Departure(models.Model):
    """Somebody who left the list while a campaign was being prepared, by the address's hash.

    The delivery may not be written yet when consent is withdrawn; preparing ends by heeding these.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["campaign", "address_hash"], name="mail_departure_once")]

    def __str__(self) -> str:
        return f"departure {self.pk}"
