"""記録: what happened, whom to call, what was erased. None of it holds personal data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.locales import Language, language_of
from cms.core.untranslated import Said
from events.registration.choices import Action, ActorKind, AudienceOfMessage, ContactPreference, MessageKind
from events.registration.querysets import NoticeQuerySet
from events.registration.states import State
from events.registration.texts import no_control_characters


class RegistrationEvent(models.Model):
    """A line of the log, only ever added. `data` has numbers, states and names of fields, never what somebody typed.

    registration is empty for what concerns the event as a whole, such as a capacity. tells: what the person was told
    because of it; such a line has exactly one message, in the outbox or as a `Notice`.
    """

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="log")
    registration = models.ForeignKey(
        "event_registration.Registration", null=True, blank=True, on_delete=models.CASCADE, related_name="log"
    )
    at = models.DateTimeField(pgettext_lazy("log", "when"))
    action = models.CharField(pgettext_lazy("log", "what"), max_length=20, choices=Action.choices)
    before = models.CharField(pgettext_lazy("log", "from"), max_length=12, choices=State.choices, blank=True)
    after = models.CharField(pgettext_lazy("log", "to"), max_length=12, choices=State.choices, blank=True)
    actor = models.CharField(
        pgettext_lazy("log", "by"), max_length=8, choices=ActorKind.choices, default=ActorKind.SYSTEM
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tells = models.CharField(pgettext_lazy("log", "told"), max_length=16, choices=MessageKind.choices, blank=True)
    message_key = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("log of registrations")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["event", "at"], name="evreg_log_event_at")]
        constraints = [
            models.UniqueConstraint(fields=["message_key"], condition=~Q(message_key=""), name="evreg_log_message_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.action}"


class GroupMessage(models.Model):
    """一斉連絡: what staff wrote to some of those who registered. It is sent once, and kept with its numbers.

    key: of the form that sent it; the same form sent again is the same message. session: only those who booked this
    date. finished_at: when the last letter was written; until then the clock goes on with it. further: subject and text
    by the code of a language; who registered in another one reads the English, or else the Japanese. The words stand
    here and not with those of facts: they are for few, and go when the personal data of the event goes, since somebody
    may be named in them.
    """

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="group_messages")
    key = models.CharField(max_length=64)
    audience = models.CharField(
        pgettext_lazy("message", "to whom"), max_length=10, choices=AudienceOfMessage.choices,
        default=AudienceOfMessage.CONFIRMED,
    )  # fmt: skip
    session = models.ForeignKey(
        "event_registration.Session", verbose_name=_("only for this date"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    subject = models.CharField(
        pgettext_lazy("message", "subject"), max_length=100, validators=[no_control_characters],
        help_text=_("The name of the event follows by itself. For example: 持ち物のお知らせ"),
    )  # fmt: skip
    text = models.TextField(
        pgettext_lazy("message", "text"), max_length=4000,
        help_text=_("Greeting, date, place, booking number and the centre's name are added by themselves."),
    )  # fmt: skip
    subject_en = models.CharField(
        pgettext_lazy("message", "subject in English"), max_length=100, blank=True, validators=[no_control_characters]
    )
    text_en = models.TextField(
        pgettext_lazy("message", "text in English"), max_length=4000, blank=True,
        help_text=_("For those who registered in another language. Without it they read the Japanese."),
    )  # fmt: skip
    further = models.JSONField(default=dict, blank=True, editable=False)
    by_mail = models.PositiveIntegerField(_("parties told by mail"), default=0)
    to_call = models.PositiveIntegerField(_("parties to be called"), default=0)
    sent_at = models.DateTimeField(pgettext_lazy("log", "when"))
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("log", "by"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("message to registrants")
        verbose_name_plural = _("messages to registrants")
        ordering = ["-sent_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="evreg_group_message_once")]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.audience}:{self.sent_at:%Y-%m-%d}"

    @property
    def is_erased(self) -> bool:
        return not self.text

    def words(self, locale: str) -> tuple[str, str]:
        """Return subject and text for somebody who registered in this language, marked where others stand in."""
        language = language_of(locale)
        further = self.further.get(language.code)
        if further:
            return further["subject"], further["text"]
        if language.is_japanese:
            return self.subject, self.text
        if not self.text_en:
            return Said(self.subject), Said(self.text)
        if language.code == "en":
            return self.subject_en, self.text_en
        return Said(self.subject_en, "en"), Said(self.text_en, "en")

    @property
    def in_further_languages(self) -> list[tuple[Language, str, str]]:
        """The languages besides Japanese and English that it was written in, each with its subject and text."""
        return [(language_of(code), said["subject"], said["text"]) for code, said in self.further.items()]


class Notice(models.Model):
    """要連絡: somebody without mail who must be told by telephone or post; open until staff say that it is done.

    until: when it is too late, as for a reminder once the date has begun; empty where it must be told anyway. failure:
    the kind of error that kept a mail from being written, for somebody who would have got one.
    """

    registration = models.ForeignKey(
        "event_registration.Registration", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(pgettext_lazy("message", "about"), max_length=16, choices=MessageKind.choices)
    message = models.ForeignKey(
        GroupMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices", editable=False
    )
    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(pgettext_lazy("log", "how"), max_length=5, choices=ContactPreference.choices)
    created_at = models.DateTimeField(pgettext_lazy("log", "since"))
    until = models.DateTimeField(pgettext_lazy("log", "until"), null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, editable=False)
    done_at = models.DateTimeField(pgettext_lazy("log", "done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("log", "by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("person to call")
        verbose_name_plural = _("people to call")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="evreg_notice_open")]

    def __str__(self) -> str:
        return f"{self.registration_id}:{self.kind}"


class ErasureReport(models.Model):
    """消去の記録: what there was, in numbers, when the personal data of an event was erased."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="erasures")
    erased_at = models.DateTimeField(pgettext_lazy("registration", "erased"))
    counts = models.JSONField(_("numbers"), default=dict)

    class Meta:
        verbose_name = _("report of an erasure")
        verbose_name_plural = _("reports of erasures")
        ordering = ["-erased_at", "-id"]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.erased_at:%Y-%m-%d}"
