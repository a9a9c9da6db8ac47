"""What else is known about an event: who organises it, languages, desks, figures, chapters of a recording."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.approximate import ApproximateNumber
from cms.core.choice_lists import ChoiceListField
from cms.core.models.site_settings import in_language
from events.registration.choices import LanguageUse, OrganiserRole, SpokenLanguage
from events.registration.texts import no_control_characters


class OfEvent(models.Model):
    """A row of an event, in an order that staff choose."""

    position = models.PositiveSmallIntegerField(pgettext_lazy("event", "order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class EventOrganiser(OfEvent):
    """A body behind the event, as what, and through which of its departments."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="organisers")
    role = models.CharField(
        pgettext_lazy("event", "role"), max_length=12, choices=OrganiserRole.choices, default=OrganiserRole.HOST,
        help_text=_("For example: 主催, 共催, 後援, 協力"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="organised_events", help_text=_("Choose it from the directory when it is there."),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Only for a body that is not in the directory, for example: 県立高校4校"),
    )  # fmt: skip
    name_en = models.CharField(_("English name"), max_length=200, blank=True, validators=[no_control_characters])
    department = models.ForeignKey(
        "organisations.Department", verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="organised_events", help_text=_("With the name it had then."),
    )  # fmt: skip
    department_name = models.CharField(
        _("department's name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Only for a department that is not registered, for example: 教育委員会"),
    )  # fmt: skip

    class Meta(OfEvent.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | ~models.Q(name=""), name="evreg_organiser_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.display_name}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not self.organisation_id and not self.name:
            errors["organisation"] = _("Choose an organisation, or write a name beside it.")
        if self.department_id and self.department.organisation_id != self.organisation_id:  # type: ignore[union-attr]
            errors["department"] = _("This department belongs to another organisation.")
        if errors:
            raise ValidationError(errors)

    @property
    def display_name(self) -> str:
        """The body's name for the language of the current request."""
        return str(self.organisation.display_name) if self.organisation else in_language(self.name, self.name_en)

    @property
    def display_department(self) -> str:
        if self.department:
            return in_language(self.department.name, self.department.name_en)
        return self.department_name


class EventLanguage(OfEvent):
    """A language at an event, and how it is used there."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=10, choices=SpokenLanguage.choices)
    use = models.CharField(
        _("how it is used"), max_length=12, choices=LanguageUse.choices, default=LanguageUse.SPOKEN,
        help_text=_("Spoken, interpreted, or only in leaflets."),
    )  # fmt: skip

    class Meta(OfEvent.Meta):
        verbose_name = _("language of an event")
        verbose_name_plural = _("languages of an event")
        constraints = [models.UniqueConstraint(fields=["event", "code", "use"], name="evreg_event_language_once")]
        indexes = [models.Index(fields=["code", "event"], name="evreg_event_language")]

    def __str__(self) -> str:
        return self.get_code_display()


class Desk(OfEvent):
    """相談先: one of the desks of a consultation fair: who advises on what, in which languages."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="desks")
    topic = models.CharField(
        _("what it advises on"),
        max_length=100,
        validators=[no_control_characters],
        help_text=_("For example: 障害福祉"),
    )
    topic_en = models.CharField(
        _("what it advises on, in English"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: support for people with disabilities"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="event_desks", help_text=_("Who sits there, when it is in the directory."),
    )  # fmt: skip
    department = models.ForeignKey(
        "organisations.Department", verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="event_desks",
    )  # fmt: skip
    who = models.CharField(
        _("who advises"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: 社会保険労務士"),
    )  # fmt: skip
    who_en = models.CharField(
        _("who advises, in English"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: labour and social security attorney"),
    )  # fmt: skip
    languages = ChoiceListField(_("languages spoken"), choices=SpokenLanguage.choices)

    class Meta(OfEvent.Meta):
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return self.topic

    @property
    def display_topic(self) -> str:
        return in_language(self.topic, self.topic_en)

    @property
    def display_who(self) -> str:
        """Who advises, for the language of the current request: the words, or else the organisation."""
        said = in_language(self.who, self.who_en)
        return said or (str(self.organisation.display_name) if self.organisation else "")

    @property
    def language_names(self) -> list[tuple[str, str]]:
        """The languages, each named in itself, with the code of the language that the name is in."""
        return [(language.label, language.bcp47) for language in map(SpokenLanguage, self.languages)]


def validate_number(value: str) -> None:
    """Refuse what is no number with its unit and qualifiers."""
    ApproximateNumber.parse(value)


class EventFigure(OfEvent):
    """数字: what was counted at an event; 約 and など are part of the fact and kept in the words of the source."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(
        _("what was counted"), max_length=60, validators=[no_control_characters], help_text=_("For example: 参加者")
    )
    label_en = models.CharField(
        _("what was counted, in English"), max_length=60, blank=True, validators=[no_control_characters],
        help_text=_("For example: people who came"),
    )  # fmt: skip
    number = models.CharField(
        _("number with its unit"), max_length=100, validators=[validate_number], help_text=_("For example: 約90人")
    )

    class Meta(OfEvent.Meta):
        verbose_name = pgettext_lazy("event", "figure")
        verbose_name_plural = pgettext_lazy("event", "figures")

    def __str__(self) -> str:
        return f"{self.label} {self.number}"

    @property
    def display_label(self) -> str:
        return in_language(self.label, self.label_en)

    @property
    def approximate(self) -> ApproximateNumber:
        return ApproximateNumber.parse(self.number)


class Chapter(OfEvent):
    """章: a part of the programme or of its recording."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="chapters")
    part = models.PositiveSmallIntegerField(
        pgettext_lazy("programme", "part"),
        default=1,
        help_text=_("Of a programme in several parts, for example: 1 for 第1部"),
    )
    title = models.CharField(
        pgettext_lazy("programme", "title"),
        max_length=150,
        validators=[no_control_characters],
        help_text=_("For example: 協力の3つの型"),
    )
    title_en = models.CharField(
        _("English title"), max_length=150, blank=True, validators=[no_control_characters],
        help_text=_("For example: three kinds of cooperation"),
    )  # fmt: skip
    starts_at_seconds = models.PositiveIntegerField(
        _("seconds into the recording"), null=True, blank=True, help_text=_("For example: 620")
    )

    class Meta(OfEvent.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["part", "position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)
