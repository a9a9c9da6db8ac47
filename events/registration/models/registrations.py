"""申込: who wants to come, where that stands, and which places go with it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.registration.choices import AllocationState, ContactPreference, Source
from events.registration.codes import spaced
from events.registration.querysets import RegistrationQuerySet
from events.registration.states import ACTIVE, State


class Registration(models.Model):
    """One party's registration. Only services write it.

    idem_key: issued with the form; the same key is the same registration. request_hash: what was sent with it.
    duplicate_key: set while active where the event's rule applies. version: grows with each change; `token_version`
    grows when old mailed links must not work any more. created_at: when the row was written; received_at: when the
    person asked, earlier for a FAX that was typed in later.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey("event_registration.Event", on_delete=models.PROTECT, related_name="registrations")
    offering = models.ForeignKey("event_registration.Offering", on_delete=models.PROTECT, related_name="registrations")
    code = models.CharField(pgettext_lazy("registration", "code"), max_length=10, unique=True)
    idem_key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(pgettext_lazy("registration", "status"), max_length=12, choices=State.choices)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("party", "people"), validators=[MinValueValidator(1)])
    source = models.CharField(_("received by"), max_length=10, choices=Source.choices, default=Source.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    locale = models.CharField(_("language"), max_length=10, default="ja")
    received_at = models.DateTimeField(pgettext_lazy("registration", "received"))
    created_at = models.DateTimeField(pgettext_lazy("registration", "entered"))

    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    kana = models.CharField(_("reading"), max_length=150, blank=True)
    email = models.CharField(_("mail address"), max_length=254, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=150, blank=True)
    contact_pref = models.CharField(
        _("wants to be told"), max_length=5, choices=ContactPreference.choices, default=ContactPreference.MAIL
    )
    note = models.TextField(_("note of the staff"), max_length=2000, blank=True)

    form_version = models.ForeignKey(
        "event_registration.FormVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    consent_version = models.CharField(_("version of the privacy notice"), max_length=40, blank=True)
    consent_locale = models.CharField(max_length=10, blank=True)
    consented_at = models.DateTimeField(pgettext_lazy("registration", "agreed"), null=True, blank=True)
    sensitive_consent_at = models.DateTimeField(_("agreed about needs"), null=True, blank=True)

    duplicate_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - null keeps it out of the unique constraint
    token_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    is_override = models.BooleanField(_("beyond the capacity"), default=False)
    verified_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    verify_by = models.DateTimeField(_("to be confirmed by"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("offer ends"), null=True, blank=True)
    confirmed_at = models.DateTimeField(pgettext_lazy("registration", "confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(pgettext_lazy("registration", "cancelled on"), null=True, blank=True)
    draw_rank = models.PositiveIntegerField(_("rank in the draw"), null=True, blank=True)
    erased_at = models.DateTimeField(pgettext_lazy("registration", "erased"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration of a party")
        verbose_name_plural = _("registrations of parties")
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(fields=["event", "state"], name="evreg_reg_event_state"),
            models.Index(fields=["event", "received_at"], name="evreg_reg_event_received"),
            models.Index(fields=["offering", "state"], name="evreg_reg_offering_state"),
            models.Index(fields=["offer_expires_at"], condition=Q(state="offered"), name="evreg_reg_offers"),
            models.Index(fields=["verify_by"], condition=Q(state="unverified"), name="evreg_reg_unverified"),
            models.Index(fields=["event"], condition=Q(erased_at__isnull=True), name="evreg_reg_kept"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "idem_key"], name="evreg_reg_idem_key_once"),
            models.UniqueConstraint(
                fields=["offering", "duplicate_key"],
                condition=Q(duplicate_key__isnull=False),
                name="evreg_reg_no_duplicate",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="evreg_reg_somebody"),
            models.CheckConstraint(condition=Q(state__in=sorted(State.values)), name="evreg_reg_known_state"),
            models.CheckConstraint(
                condition=Q(duplicate_key__isnull=True) | Q(state__in=sorted(ACTIVE)),
                name="evreg_reg_duplicate_only_active",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_active(self) -> bool:
        """Whether a way still leads on from its state."""
        return self.state in ACTIVE

    @property
    def spaced_code(self) -> str:
        """The code as people read it out: ABCDE-FGHJK."""
        return spaced(self.code)

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.email) and self.contact_pref == ContactPreference.MAIL


class Allocation(models.Model):
    """What a registration has, or waits for, of a pool. `seq` is the order of arrival at the pool.

    The queue is served by (arrived_at, seq): a FAX that was typed in later stands where it would have stood.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="allocations")
    pool = models.ForeignKey("event_registration.CapacityPool", on_delete=models.PROTECT, related_name="allocations")
    units = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    state = models.CharField(max_length=8, choices=AllocationState.choices)
    seq = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    is_primary = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["pool", "seq"]
        indexes = [
            models.Index(fields=["pool", "arrived_at", "seq"], condition=Q(state="queued"), name="evreg_alloc_queue"),
            models.Index(fields=["pool", "state"], name="evreg_alloc_pool_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pool", "seq"], name="evreg_alloc_seq_once"),
            models.UniqueConstraint(
                fields=["registration", "pool"], condition=~Q(state="released"), name="evreg_alloc_one_of_a_pool"
            ),
            models.CheckConstraint(condition=Q(units__gte=1), name="evreg_alloc_something"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}:{self.pool_id}:{self.seq}"
