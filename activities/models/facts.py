"""What is known about an activity, as rows that are drafted, reviewed and reverted with its text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from activities.choices import PartnerRole, Pillar
from activities.names_kept import name_in_words
from activities.organisations.validators import no_control_characters
from cms.core.approximate import ApproximateNumber
from cms.core.fiscal_year import FiscalYearModelField, FiscalYearRange

YEAR_HELP = _("For example: H16, 平成16年度 or 2004. Leave it empty when it is not known.")


class Spell(Orderable):
    """Something that held from one fiscal year to another, both included; empty means not known or still so."""

    from_fy = FiscalYearModelField(_("from fiscal year"), null=True, blank=True, help_text=YEAR_HELP)
    to_fy = FiscalYearModelField(_("to fiscal year"), null=True, blank=True, help_text=YEAR_HELP)

    class Meta(Orderable.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.from_fy and self.to_fy and self.to_fy < self.from_fy:
            raise ValidationError({"to_fy": _("The last fiscal year is before the first.")})

    @property
    def years(self) -> FiscalYearRange | None:
        """The years it held, or None when neither end is known."""
        if not self.from_fy and not self.to_fy:
            return None
        return FiscalYearRange.of_years(self.from_fy, self.to_fy)

    @property
    def years_label(self) -> str:
        """「平成13〜14年度(2001〜2002年度)」; an open end is left open, an unknown one empty."""
        if self.from_fy and self.to_fy:
            return str(FiscalYearRange.of_years(self.from_fy, self.to_fy))
        if self.from_fy:
            return str(_("from %(year)s") % {"year": FiscalYearRange.of_years(self.from_fy).start})
        if self.to_fy:
            return str(_("until %(year)s") % {"year": FiscalYearRange.of_years(None, self.to_fy).end})
        return ""


class PillarPeriod(Spell):
    """柱: in whose name the work was done, and when."""

    page = ParentalKey("activities.ActivityPage", related_name="pillar_periods", on_delete=models.CASCADE)
    pillar = models.CharField(
        _("pillar"), max_length=20, choices=Pillar.choices,
        help_text=_("A project that moved from one pillar to another has a line for each."),
    )  # fmt: skip

    panels = [FieldPanel("pillar"), FieldRowPanel([FieldPanel("from_fy"), FieldPanel("to_fy")])]

    class Meta(Spell.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")


class PartnerLine(Spell):
    """関わった団体: who took part, as what, under which name, when and through which programme."""

    page = ParentalKey("activities.ActivityPage", related_name="partner_lines", on_delete=models.CASCADE)
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("organisation"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="partner_lines",
        help_text=_("Choose it from the directory when it is there."),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Only for a body that is not in the directory, for example: 県立高校4校"),
    )  # fmt: skip
    department = models.ForeignKey(
        "organisations.Department", verbose_name=_("department"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="partner_lines",
        help_text=_("With the name it had then; today's name is added by itself when it was renamed."),
    )  # fmt: skip
    department_name = models.CharField(
        _("department's name that year"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Only for a department that is not registered, for example: 民生部障害者プラン推進室"),
    )  # fmt: skip
    role = models.CharField(
        _("role"), max_length=20, choices=PartnerRole.choices, default=PartnerRole.CARRIED_OUT,
        help_text=_("What it did in this activity, for example: 委託, 共催, 後援"),
    )  # fmt: skip
    programme = models.ForeignKey(
        "organisations.Programme", verbose_name=_("programme"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="partner_lines",
        help_text=_("The programme through which it was done, for example: たねからみのり"),
    )  # fmt: skip
    programme_name = models.CharField(
        _("programme in the words of the source"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For a track, or a programme that is not registered, for example: 市提案部門"),
    )  # fmt: skip
    adoption_fy = FiscalYearModelField(
        _("fiscal year of adoption"), null=True, blank=True,
        help_text=_("When it was adopted; the year in which it was carried out may be another. For example: H17"),
    )  # fmt: skip
    note = models.CharField(
        _("note"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 部署名は委託期間中に変更"),
    )  # fmt: skip

    panels = [
        FieldPanel("role"),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("department"), FieldPanel("department_name")]),
        FieldRowPanel([FieldPanel("from_fy"), FieldPanel("to_fy")]),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("programme_name"), FieldPanel("adoption_fy")]),
        FieldPanel("note"),
    ]

    class Meta(Spell.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    @classmethod
    def stand_in(cls, gone: list[tuple[dict[str, Any], str]]) -> None:
        """Name in the lines of a version what was deleted since: by the name that it had."""
        name_in_words(cls, gone)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not self.organisation_id and not self.name:
            errors["organisation"] = _("Choose an organisation, or write a name beside it.")
        if self.department_id and self.organisation_id and self.department.organisation_id != self.organisation_id:  # type: ignore[union-attr]
            errors["department"] = _("This department belongs to another organisation.")
        if errors:
            raise ValidationError(errors)

    @property
    def display_name(self) -> str:
        """The body's name in the visitor's language."""
        return self.organisation.display_name if self.organisation else self.name

    @property
    def department_then(self) -> str:
        """The department's name in the year of the activity."""
        return self.department.name if self.department else self.department_name

    @property
    def department_now(self) -> str:
        """Today's name of the department, when it has another; empty otherwise."""
        successor = self.department.successor if self.department else None
        return successor.name if successor and successor.name != self.department_then else ""

    @property
    def programme_label(self) -> str:
        """The programme, with the words of the source when they say more."""
        known = self.programme.name if self.programme else ""
        if known and self.programme_name and self.programme_name != known:
            return f"{known}({self.programme_name})"
        return known or self.programme_name


def validate_number(value: str) -> None:
    """Refuse what is no number with its unit and qualifiers."""
    ApproximateNumber.parse(value)


class NumberLine(Orderable):
    """数字: a figure with its unit; 約, など and 程度 are part of the fact and kept in the words of the source."""

    page = ParentalKey("activities.ActivityPage", related_name="numbers", on_delete=models.CASCADE)
    label = models.CharField(
        _("what was counted"), max_length=60, validators=[no_control_characters], help_text=_("For example: 参加者")
    )
    number = models.CharField(
        _("number with its unit"), max_length=100, validators=[validate_number],
        help_text=_("As the source says it, with its unit and words like 約, for example: 約90人, 17団体など, 3回程度"),
    )  # fmt: skip

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("number")])]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    @property
    def approximate(self) -> ApproximateNumber:
        """The number taken apart: value, unit, qualifiers."""
        return ApproximateNumber.parse(self.number)


class Outcome(Orderable):
    """成果: what changed for somebody. Without consent it is shown to nobody."""

    page = ParentalKey("activities.ActivityPage", related_name="outcomes", on_delete=models.CASCADE)
    text = models.TextField(
        _("what changed"), max_length=2000, validators=[no_control_characters],
        help_text=_("For example: ガイダンスで聞いた情報をもとに準備し、合格した生徒がいた。"),
    )  # fmt: skip
    people = models.CharField(
        _("for whom"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("Without names, for example: 参加した中学生"),
    )  # fmt: skip
    consent = models.BooleanField(
        _("those concerned agree to publication"), default=False,
        help_text=_("Without it, the page cannot be published and this outcome is shown nowhere."),
    )  # fmt: skip
    consent_note = models.CharField(
        _("how they agreed"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Seen by staff only, for example: 2026年5月1日 書面で確認"),
    )  # fmt: skip

    panels = [
        FieldPanel("text"), FieldPanel("people"), FieldRowPanel([FieldPanel("consent"), FieldPanel("consent_note")]),
    ]  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class PredecessorLink(Orderable):
    """前身: the activity that this one grew out of. Successors are the same rows seen from the other end."""

    page = ParentalKey("activities.ActivityPage", related_name="predecessor_links", on_delete=models.CASCADE)
    predecessor = models.ForeignKey(
        "activities.ActivityPage", verbose_name=_("predecessor"), on_delete=models.CASCADE,
        related_name="successor_links",
        help_text=_("The activity that this one grew out of. What followed is shown by itself."),
    )  # fmt: skip
    note = models.CharField(
        _("what was carried on"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 講座で育った人たちの働く場として始まった"),
    )  # fmt: skip

    panels = [FieldPanel("predecessor"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("predecessor")
        verbose_name_plural = _("predecessors")
