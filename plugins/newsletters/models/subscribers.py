"""Who reads, and what."""

import uuid
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.locales import language_of, languages
from cms.mail.models import Channel
from plugins.newsletters.querysets import (
    STOPPED_KEPT_FOR,
    UNREACHABLE_KEPT_FOR,
    WAITING_KEPT_FOR,
    SubscriberQuerySet,
)
from plugins.newsletters.states import Frequency, State

from .topics import Area, Topic

KEPT_FOR = {
    State.WAITING: WAITING_KEPT_FOR, State.STOPPED: STOPPED_KEPT_FOR, State.UNREACHABLE: UNREACHABLE_KEPT_FOR,
    State.COMPLAINED: STOPPED_KEPT_FOR,
}  # fmt: skip


class Subscriber(models.Model):
    """A reader of a site's letters: one row for one mail address, however it is spelt.

    address_hash: `cms.mail.addresses.digest`, which A@x.jp and a@X.jp share, and by which consents and deliveries know
    her. token_version: raised to make the links of earlier letters useless. changed_at: when the state last changed,
    from which the end of the data counts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    address = models.CharField(_("mail address"), max_length=254)
    address_hash = models.CharField(max_length=64)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    locale = models.CharField(pgettext_lazy("newsletter", "language of the letters"), max_length=20, choices=languages)
    area = models.ForeignKey(
        Area, verbose_name=pgettext_lazy("reader", "area"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    state = models.CharField(
        pgettext_lazy("reader", "state"), max_length=12, choices=State.choices, default=State.WAITING
    )
    paused_until = models.DateField(pgettext_lazy("reader", "pausing until"), null=True, blank=True)
    channel = models.CharField(pgettext_lazy("reader", "came by"), max_length=20, choices=Channel.choices)
    token_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(pgettext_lazy("reader", "entered"))
    confirmed_at = models.DateTimeField(pgettext_lazy("reader", "confirmed"), null=True, blank=True)
    changed_at = models.DateTimeField(pgettext_lazy("reader", "last change of state"))
    topics = models.ManyToManyField(Topic, through="Subscription", related_name="readers")

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "address_hash"], name="newsletters_reader_once"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="newsletters_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVE) | models.Q(confirmed_at__isnull=False),
                name="newsletters_active_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "-created_at"], name="newsletters_site_state"),
            models.Index(fields=["state", "changed_at"], name="newsletters_to_erase"),
        ]

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"reader {self.pk}"

    def is_pausing(self, *, on: date) -> bool:
        """Whether letters are held back on this day."""
        return self.state == State.ACTIVE and self.paused_until is not None and self.paused_until > on

    @property
    def erases_at(self) -> datetime | None:
        """When the row is erased by itself; None while she gets letters."""
        kept_for = KEPT_FOR.get(State(self.state))
        return self.changed_at + kept_for if kept_for else None

    @property
    def language_name(self) -> str:
        return language_of(self.locale).name


class Subscription(models.Model):
    """A topic that somebody gets, and how often. The lines about consents tell how it came about."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="subscriptions")
    frequency = models.CharField(
        pgettext_lazy("newsletter", "how often"), max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE
    )
    since = models.DateTimeField(pgettext_lazy("subscription", "since"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        ordering = ["topic__position", "topic_id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "topic"], name="newsletters_subscription_once"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values), name="newsletters_known_frequency"
            ),
        ]
        indexes = [models.Index(fields=["topic", "frequency"], name="newsletters_topic_often")]

    def __str__(self) -> str:
        return f"subscription {self.pk}"
