"""参加者: who comes with a registration, what they need and what they answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.registration.choices import AgeBand, NeedKind, SpokenLanguage


class Member(models.Model):
    """One person of a party. A place that was given back is a member with `cancelled_at`."""

    registration = models.ForeignKey(
        "event_registration.Registration", on_delete=models.CASCADE, related_name="members"
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("party", "number"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    kana = models.CharField(_("reading"), max_length=150, blank=True)
    age_band = models.CharField(pgettext_lazy("party", "age"), max_length=6, choices=AgeBand.choices, blank=True)
    school_grade = models.CharField(_("school grade"), max_length=30, blank=True)
    mother_tongue = models.CharField(_("mother tongue"), max_length=10, choices=SpokenLanguage.choices, blank=True)
    cancelled_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        verbose_name = _("person of a party")
        verbose_name_plural = _("people of a party")
        ordering = ["registration", "position"]
        constraints = [models.UniqueConstraint(fields=["registration", "position"], name="evreg_member_position_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}:{self.position}"

    @property
    def display_name(self) -> str:
        """The name of the person, or which one of the party it is."""
        return self.name or gettext("Person %(n)d") % {"n": self.position}


class Need(models.Model):
    """What a party asks for; kept only with the consent for sensitive data."""

    registration = models.ForeignKey("event_registration.Registration", on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(pgettext_lazy("need", "what"), max_length=12, choices=NeedKind.choices)
    language = models.CharField(_("language"), max_length=10, choices=SpokenLanguage.choices, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    details = models.CharField(_("details"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["registration", "id"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "language"], name="evreg_need_once"),
            models.CheckConstraint(
                condition=~Q(kind="interpreter") | ~Q(language=""), name="evreg_need_interpreter_has_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}:{self.kind}"


class Answer(models.Model):
    """The answer to one question of the form, of the whole party or of one person."""

    registration = models.ForeignKey(
        "event_registration.Registration", on_delete=models.CASCADE, related_name="answers"
    )
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=40)
    value = models.JSONField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["registration", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"], condition=Q(member__isnull=True), name="evreg_answer_once"
            ),
            models.UniqueConstraint(
                fields=["member", "question"], condition=Q(member__isnull=False), name="evreg_answer_of_member_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}:{self.question}"
