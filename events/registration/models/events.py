"""イベント: the facts of an event, one row whatever the number of languages its page is written in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Min, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.choice_lists import ChoiceListField
from cms.core.fiscal_year import FiscalYearModelField
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.models.site_settings import in_language
from cms.core.spoken_dates import say_zone
from events.registration.choices import (
    Audience,
    Booking,
    DuplicateRule,
    EventKind,
    EventStatus,
    Fill,
    Mode,
    Provision,
    Selection,
    SessionStatus,
    Waitlist,
)
from events.registration.querysets import EventQuerySet
from events.registration.texts import no_control_characters

DEFAULT_TIME_ZONE = "Asia/Tokyo"
OWN_MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at")
DATES_MOMENTS = ("starts_at", "ends_at", "moved_from")


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not have."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValidationError(_("This is no time zone, for example: Asia/Tokyo"), code="time_zone") from None


class Event(models.Model):
    """When and where, for whom, how many, and by which rules one gets a place.

    `page_key` is the translation key of the pages that tell about it in words: a link by value, so that nothing done
    to pages changes a row here. `starts_at` and `ends_at` are derived from the dates (`set_span`).
    """

    page_key = models.UUIDField(unique=True, editable=False)
    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), on_delete=models.PROTECT, related_name="events", editable=False
    )
    kind = models.CharField(
        pgettext_lazy("event", "kind"),
        max_length=30,
        choices=EventKind.choices,
        help_text=_("What sort of gathering it is."),
    )
    status = models.CharField(
        pgettext_lazy("event", "status"), max_length=10, choices=EventStatus.choices, default=EventStatus.DRAFT,
        editable=False,
    )  # fmt: skip
    tz = models.CharField(
        _("time zone"),
        max_length=40,
        default=DEFAULT_TIME_ZONE,
        validators=[validate_time_zone],
        help_text=_("Only where it takes place in another country. To be chosen before dates are added."),
    )
    starts_at = models.DateTimeField(_("first start"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("last end"), null=True, blank=True, editable=False)
    fiscal_year = FiscalYearModelField(
        _("fiscal year"), null=True, blank=True,
        help_text=_("Only where the date is not known any more, for example: H16, 平成16年度 or 2004"),
    )  # fmt: skip
    mode = models.CharField(
        _("how one takes part"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON,
        help_text=_("At a place, online, or both."),
    )  # fmt: skip
    place = models.CharField(
        _("place in a few words"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("Where no venue is chosen, or to say more, for example: 浜松市"),
    )  # fmt: skip
    place_en = models.CharField(
        _("place in English"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: Hamamatsu"),
    )  # fmt: skip
    online_url = models.URLField(
        _("address of the meeting"), max_length=500, blank=True,
        help_text=_("Shown only to those who have a place, and only shortly before the start."),
    )  # fmt: skip
    online_reveal_hours = models.PositiveSmallIntegerField(
        _("shown how many hours before"), default=24, validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("From when on the address of the meeting is shown, for example: 24"),
    )  # fmt: skip

    # For whom
    audience = ChoiceListField(
        pgettext_lazy("event", "for whom"), choices=Audience.choices, help_text=_("Choose as many as fit."),
    )  # fmt: skip
    fee_yen = models.PositiveIntegerField(
        _("fee in yen"), null=True, blank=True,
        help_text=_("0 when it costs nothing; empty when it is not known. For example: 500"),
    )  # fmt: skip
    fee_note = models.CharField(
        _("about the fee"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 資料代として。高校生以下は無料"),
    )  # fmt: skip
    fee_note_en = models.CharField(
        _("about the fee, in English"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: for the handouts; free up to high school"),
    )  # fmt: skip
    childcare = models.CharField(
        _("childcare"), max_length=10, choices=Provision.choices, default=Provision.NONE,
        help_text=_("Whether small children are looked after meanwhile."),
    )  # fmt: skip
    sign_language = models.CharField(
        _("sign language interpretation"), max_length=10, choices=Provision.choices, default=Provision.NONE
    )
    captioning = models.CharField(
        _("captions"), max_length=10, choices=Provision.choices, default=Provision.NONE,
        help_text=_("Written on a screen while people speak."),
    )  # fmt: skip
    wheelchair = models.CharField(
        _("wheelchair places"), max_length=10, choices=Provision.choices, default=Provision.NONE,
        help_text=_("The way into the building is told with the venue."),
    )  # fmt: skip

    # Whom to ask
    contact_name = models.CharField(
        _("whom to ask"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("When empty, the centre itself. For example: 多文化担当"),
    )  # fmt: skip
    contact_name_en = models.CharField(
        _("whom to ask, in English"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: Multicultural desk"),
    )  # fmt: skip
    contact_phone = models.CharField(
        _("telephone"), max_length=20, blank=True, help_text=_("For example: 053-000-0000")
    )
    contact_extension = models.CharField(_("extension"), max_length=10, blank=True, help_text=_("For example: 123"))
    contact_email = models.EmailField(_("mail address"), blank=True, help_text=_("For example: info@example.jp"))

    # What it belongs to
    activity_key = models.UUIDField(
        _("activity"), null=True, blank=True, help_text=_("The activity of which this is one edition.")
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("For example: 2 for 第2回"),
    )  # fmt: skip
    recording_url = models.URLField(
        _("address of the recording"), max_length=500, blank=True,
        help_text=_("Shown to everybody when it is over, for example: https://example.jp/video"),
    )  # fmt: skip

    # How one gets a place
    booking = models.CharField(
        _("registration"), max_length=12, choices=Booking.choices, default=Booking.HERE,
        help_text=_("Whether one registers, and where."),
    )  # fmt: skip
    booking_url = models.URLField(
        _("address of the other site"), max_length=500, blank=True,
        help_text=_("Only when one registers elsewhere, for example: https://example.jp/form"),
    )  # fmt: skip
    opens_at = models.DateTimeField(
        _("registration opens"), null=True, blank=True, help_text=_("When empty, as soon as the page is published.")
    )
    closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True,
        help_text=_("When empty, each date has its own deadline, or its start."),
    )  # fmt: skip
    selection = models.CharField(
        _("who gets a place"), max_length=10, choices=Selection.choices, default=Selection.FIRST_COME,
        help_text=_("First come first served suits most events."),
    )  # fmt: skip
    waitlist = models.CharField(
        _("when it is full"), max_length=10, choices=Waitlist.choices, default=Waitlist.AUTO,
        help_text=_("With an offer, a freed place is kept until the person answers."),
    )  # fmt: skip
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=48, validators=[MinValueValidator(1), MaxValueValidator(336)],
        help_text=_("For example: 48"),
    )  # fmt: skip
    fill = models.CharField(
        _("when a freed place is too small for the first"), max_length=10, choices=Fill.choices, default=Fill.STRICT,
        help_text=_("For example: one place is free and a family of four waits first."),
    )  # fmt: skip
    party_max = models.PositiveSmallIntegerField(
        _("most people in one registration"), default=6, validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("For example: 6"),
    )  # fmt: skip
    duplicates = models.CharField(
        _("registered twice when"), max_length=20, choices=DuplicateRule.choices, default=DuplicateRule.NAME_AND_PHONE,
        help_text=_("A second registration of the same person for the same date is refused."),
    )  # fmt: skip
    verify_first = models.BooleanField(
        _("confirm the mail address first"), default=False,
        help_text=_("The place is kept for 30 minutes, until the link in the mail is used."),
    )  # fmt: skip
    reminder_days = models.PositiveSmallIntegerField(
        _("days before the date to remind"), null=True, blank=True, default=2,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Sent at 10 in the morning; empty for no reminder. For example: 2"),
    )  # fmt: skip
    retention_days = models.PositiveSmallIntegerField(
        _("days until personal data is erased"), default=90, validators=[MinValueValidator(1), MaxValueValidator(1830)],
        help_text=_("Counted from the last date. People are told before they register. For example: 90"),
    )  # fmt: skip
    few_left = models.PositiveSmallIntegerField(
        _("few places left from"), default=5, help_text=_('From how many free places on "few left" is shown.')
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    notice = models.CharField(
        _("why it was moved or cancelled"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("Shown on the page and in the mails, for example: 台風のため"),
    )  # fmt: skip
    notice_en = models.CharField(
        _("why, in English"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: because of the typhoon"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("row", "created"), auto_now_add=True)
    updated_at = models.DateTimeField(pgettext_lazy("log", "changed"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("facts", "event")
        verbose_name_plural = pgettext_lazy("facts", "events")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["site", "starts_at"], name="evreg_event_site_start"),
            models.Index(fields=["site", "ends_at"], name="evreg_event_site_end"),
            # With the site: else SQLite, which keeps no figures of the rows, takes an index of the site's events.
            models.Index(fields=["activity_key", "site"], name="evreg_event_activity"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="evreg_event_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.page_key}"

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("Registration closes before it opens.")
        if self.booking == Booking.ELSEWHERE and not self.booking_url:
            errors["booking_url"] = _("Write the address where one registers.")
        if errors:
            raise ValidationError(errors)

    def set_span(self) -> None:
        """Set `starts_at` and `ends_at` from the dates that are held; from all when all are cancelled."""
        dates = self.sessions.all()
        held = dates.exclude(status=SessionStatus.CANCELLED)
        span = held.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        if span["first"] is None:
            span = dates.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        self.starts_at, self.ends_at = span["first"], span["last"]
        type(self).objects.filter(pk=self.pk).update(starts_at=self.starts_at, ends_at=self.ends_at)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def zone_name(self) -> str:
        """Whose time its times are, for the language of the current request; empty where it is the centre's own."""
        if self.tz == settings.TIME_ZONE:
            return ""
        return say_zone(self.zone, language=language_of(get_language() or SOURCE_LANGUAGE))

    def on_its_clock(self, dates: Iterable[Any]) -> None:
        """Put its moments, and those of its dates, on the clock of its place: everybody reads the same time of it."""
        zone = self.zone
        for row, names in ((self, OWN_MOMENTS), *((date, DATES_MOMENTS) for date in dates)):
            for name in names:
                moment = row.__dict__.get(name)  # what a list did not read stays unread
                if moment is not None:
                    setattr(row, name, moment.astimezone(zone))

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_free(self) -> bool:
        return self.fee_yen == 0

    @property
    def display_place(self) -> str:
        """The place in a few words, for the language of the current request."""
        return in_language(self.place, self.place_en)

    @property
    def display_fee_note(self) -> str:
        return in_language(self.fee_note, self.fee_note_en)

    @property
    def display_contact_name(self) -> str:
        return in_language(self.contact_name, self.contact_name_en)

    @property
    def display_notice(self) -> str:
        return in_language(self.notice, self.notice_en)

    def is_over(self, *, at: datetime) -> bool:
        """Whether its last date has ended; an event without dates is over when it is marked finished."""
        return self.status == EventStatus.FINISHED or (self.ends_at is not None and self.ends_at <= at)

    def is_bookable(self, *, at: datetime) -> bool:
        """Whether one registers here and its offerings can matter: it is neither over nor called off."""
        return self.status == EventStatus.SCHEDULED and self.booking == Booking.HERE and not self.is_over(at=at)

    def reveals_online_url(self, *, at: datetime) -> bool:
        """Whether those who have a place see the address of the meeting now."""
        if not self.online_url or self.starts_at is None or self.ends_at is None:
            return False
        return self.starts_at - timedelta(hours=self.online_reveal_hours) <= at <= self.ends_at
