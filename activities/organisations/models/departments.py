"""The parts of a public body and its programmes, with the names that they had in each fiscal year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.search import index

from activities.organisations.renaming import RemembersNames
from activities.organisations.succession import leads_back
from activities.organisations.validators import no_control_characters
from cms.core.fiscal_year import FiscalYear, FiscalYearModelField

YEAR_HELP = _("For example: 平成16年度, H16 or 2004")


class Spell(models.Model):
    """Something that had this name from one fiscal year to another, both included; empty means not known or open."""

    from_fy = FiscalYearModelField(_("from fiscal year"), null=True, blank=True, help_text=YEAR_HELP)
    to_fy = FiscalYearModelField(_("to fiscal year"), null=True, blank=True, help_text=YEAR_HELP)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.from_fy and self.to_fy and self.to_fy < self.from_fy:
            raise ValidationError({"to_fy": _("The last fiscal year is before the first.")})

    @property
    def from_year_label(self) -> str:
        return str(FiscalYear(self.from_fy)) if self.from_fy else ""

    @property
    def to_year_label(self) -> str:
        return str(FiscalYear(self.to_fy)) if self.to_fy else ""


class Department(RemembersNames, index.Indexed, Spell):
    """部署: a part of an organisation under one name. After a renaming, a new row is the successor of the old one."""

    organisation = ParentalKey(
        "organisations.Organisation", verbose_name=_("organisation"), related_name="departments",
        on_delete=models.CASCADE,
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=200, validators=[no_control_characters], help_text=_("For example: 市民協働・地域政策課"),
    )  # fmt: skip
    name_en = models.CharField(_("English name"), max_length=200, blank=True, validators=[no_control_characters])
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="predecessors", help_text=_("The department that took over, often the same under a new name."),
    )  # fmt: skip

    FOUND_BY = ("name", "name_en", "successor_id")

    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.SearchField("name_en"),
        index.RelatedFields("organisation", [index.SearchField("name"), index.FilterField("site")]),
        index.FilterField("organisation"),
    ]

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["organisation__sort_key", "from_fy", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="organisations_department_once"),
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("id")), name="organisations_department_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # Its name finds the organisation too.
        index.insert_or_update_object(self.organisation)

    def clean(self) -> None:
        super().clean()
        if leads_back(self, "successor"):
            raise ValidationError({"successor": _("This successor leads back to the department itself.")})


class Programme(RemembersNames, index.Indexed, Spell):
    """制度: a programme under which activities are commissioned or funded."""

    owner = ParentalKey(
        "organisations.Organisation", verbose_name=pgettext_lazy("of a programme", "owner"),
        related_name="programmes", on_delete=models.CASCADE,
        help_text=_("The organisation that runs it, for example: 浜松市"),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=200, validators=[no_control_characters], help_text=_("For example: たねからみのり"),
    )  # fmt: skip
    name_en = models.CharField(_("English name"), max_length=200, blank=True, validators=[no_control_characters])
    tracks = models.TextField(
        _("tracks"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 市提案部門"),
    )  # fmt: skip
    aliases = models.TextField(
        _("other names"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One per line; a search finds them too."),
    )  # fmt: skip
    renamed_to = models.ForeignKey(
        "self", verbose_name=_("renamed to"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="former_names", help_text=_("The programme that it became."),
    )  # fmt: skip

    FOUND_BY = ("name", "name_en", "aliases", "renamed_to_id")

    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.SearchField("aliases", boost=4),
        index.SearchField("name_en"),
        index.RelatedFields("owner", [index.SearchField("name"), index.FilterField("site")]),
        index.FilterField("owner"),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["owner__sort_key", "name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="organisations_programme_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # Its names find the organisation too.
        index.insert_or_update_object(self.owner)

    def clean(self) -> None:
        super().clean()
        if leads_back(self, "renamed_to"):
            raise ValidationError({"renamed_to": _("This programme leads back to the programme itself.")})

    @property
    def track_names(self) -> list[str]:
        return [line.strip() for line in self.tracks.splitlines() if line.strip()]


def latest(department: Any) -> Any:
    """Follow a department's successors to the one that is there now."""
    seen = {department.pk}
    while department.successor_id and department.successor_id not in seen:
        department = department.successor
        seen.add(department.pk)
    return department
