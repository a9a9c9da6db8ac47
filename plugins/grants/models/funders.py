"""助成元: who gives money."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from activities.organisations.models.choices import MonthOfYear
from activities.organisations.validators import no_control_characters
from cms.core.models.site_settings import in_language
from cms.core.readings import sort_key, validate_reading
from plugins.grants.choices import FunderKind


class Funder(index.Indexed, models.Model):
    """A body that gives grants; where it is in the directory too, `organisation` says which it is there."""

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(
        pgettext_lazy("funder", "name"), max_length=120, validators=[no_control_characters],
        help_text=_("A section of a city is written behind the city."),
    )  # fmt: skip
    reading = models.CharField(
        _("reading"), max_length=200, blank=True, validators=[validate_reading],
        help_text=_("In hiragana; lists of funders are sorted by it."),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=160, blank=True, validators=[no_control_characters],
        help_text=_("For example: Kakehashi City"),
    )  # fmt: skip
    kind = models.CharField(
        pgettext_lazy("funder", "kind"), max_length=20, choices=FunderKind.choices, default=FunderKind.FOUNDATION,
        help_text=_("What sort of body it is."),
    )  # fmt: skip
    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("the same in the directory"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
        help_text=_("Its page in the directory then shows its grants, and its grants lead to its page."),
    )  # fmt: skip
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("start of the fiscal year"), choices=MonthOfYear.choices, default=MonthOfYear.APRIL,
        help_text=_("The month in which its fiscal year starts; April for most."),
    )  # fmt: skip
    website = models.URLField(_("website"), max_length=500, blank=True, help_text=_("For example: https://example.jp/"))
    sort_key = models.CharField(max_length=400, editable=False, default="")

    search_fields = [
        index.AutocompleteField("name"), index.SearchField("name"), index.SearchField("name_en"),
        index.FilterField("site"),
    ]  # fmt: skip

    class Meta:
        verbose_name = pgettext_lazy("grants", "funder")
        verbose_name_plural = pgettext_lazy("grants", "funders")
        ordering = ["sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="grants_funder_once")]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.reading or self.name)[:400]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if Funder.objects.filter(site=self.site_id, name=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("This funder is there already.")})

    @property
    def display_name(self) -> str:
        """The name in the active language."""
        return in_language(self.name, self.name_en)
