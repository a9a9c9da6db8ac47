"""What is told about an organisation that is a network."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from activities.organisations.validators import no_control_characters
from cms.core.fiscal_year import FiscalYearModelField

from .choices import NetworkPattern
from .departments import YEAR_HELP


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class NetworkProfile(models.Model):
    """ネットワークの姿: why a network is there, how it works, since when. At most one per organisation."""

    organisation = ParentalKey("organisations.Organisation", related_name="network_profiles", on_delete=models.CASCADE)
    pattern = models.CharField(_("pattern"), max_length=20, choices=NetworkPattern.choices, blank=True)
    purposes = models.TextField(
        _("purpose in a few words"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 顔の見える関係"),
    )  # fmt: skip
    member_kinds = models.TextField(
        _("kinds of members"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 商店街"),
    )  # fmt: skip
    outputs = models.TextField(
        _("examples of working together"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 親子バスツアー"),
    )  # fmt: skip
    started_fy = FiscalYearModelField(_("started in fiscal year"), null=True, blank=True, help_text=YEAR_HELP)
    ended_fy = FiscalYearModelField(_("ended in fiscal year"), null=True, blank=True, help_text=YEAR_HELP)
    ongoing = models.BooleanField(
        _("ongoing"), default=True, help_text=_("Take the tick away when it has ended or is not known to go on.")
    )

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="organisations_network_profile_once")]

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        super().clean()
        if self.started_fy and self.ended_fy and self.ended_fy < self.started_fy:
            raise ValidationError({"ended_fy": _("The last fiscal year is before the first.")})
        if self.ended_fy and self.ongoing:
            raise ValidationError({"ongoing": _("A network that has ended is not ongoing.")})

    @property
    def purpose_lines(self) -> list[str]:
        return lines_of(self.purposes)

    @property
    def output_lines(self) -> list[str]:
        return lines_of(self.outputs)

    @property
    def member_kind_lines(self) -> list[str]:
        return lines_of(self.member_kinds)


class NetworkMeeting(Orderable):
    """会議のリズム: a body of the network and how often it meets; 約 and 程度 are kept."""

    organisation = ParentalKey("organisations.Organisation", related_name="network_meetings", on_delete=models.CASCADE)
    body = models.CharField(
        _("meeting"), max_length=100, validators=[no_control_characters], help_text=_("For example: 全体会"),
    )  # fmt: skip
    per_year = models.PositiveSmallIntegerField(_("times a year"), null=True, blank=True, help_text=_("For example: 3"))
    is_approximate = models.BooleanField(_("about"), default=False, help_text=_("The number is approximate (約)."))
    rhythm = models.CharField(
        _("rhythm in words"), max_length=60, blank=True, validators=[no_control_characters],
        help_text=_("Where there is no number, for example: 適宜"),
    )  # fmt: skip
    size = models.PositiveIntegerField(_("people"), null=True, blank=True, help_text=_("How many take part."))
    note = models.CharField(
        _("note"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 経済・市民活動の有識者"),
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.body

    @property
    def often(self) -> str:
        """How often it meets, in words: 約 is kept."""
        if self.per_year is None:
            return self.rhythm
        if self.is_approximate:
            return gettext("about %(number)s times a year") % {"number": self.per_year}
        return ngettext("once a year", "%(number)s times a year", self.per_year) % {"number": self.per_year}


class NetworkMember(Orderable):
    """A member: an organisation, or a name with how many there are."""

    network = ParentalKey("organisations.Organisation", related_name="network_members", on_delete=models.CASCADE)
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("organisation"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="network_memberships",
    )  # fmt: skip
    name = models.CharField(
        _("or a name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("When it is not in the directory or stands for several, for example: 市民団体"),
    )  # fmt: skip
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True, help_text=_("For example: 19"))
    is_approximate = models.BooleanField(
        _("about"), default=False, help_text=_("The number is approximate (約, など).")
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, validators=[no_control_characters], help_text=_("For example: 事務局"),
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"], name="organisations_member_once",
                violation_error_message=_("This organisation is a member already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name

    def clean(self) -> None:
        super().clean()
        if not self.organisation_id and not self.name.strip():
            raise ValidationError({"organisation": _("Choose an organisation or write a name.")})
        if self.organisation_id and self.organisation_id == self.network_id:
            raise ValidationError({"organisation": _("A network is not a member of itself.")})
