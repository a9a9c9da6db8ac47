"""締切逆算の段取り: what has to be done before a deadline."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.organisations.validators import no_control_characters
from cms.core.models.site_settings import in_language

LONGEST = 60


class PlanStep(models.Model):
    """One step, with the working days that it takes. A grant without any has the usual ones (`plans.usual_steps`)."""

    programme = models.ForeignKey("grants.GrantProgramme", on_delete=models.CASCADE, related_name="plan_steps")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(
        pgettext_lazy("plan", "what is to be done"), max_length=120, validators=[no_control_characters]
    )
    label_en = models.CharField(
        pgettext_lazy("plan", "the same in English"), max_length=160, blank=True, validators=[no_control_characters]
    )
    days = models.PositiveSmallIntegerField(
        _("working days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )

    class Meta:
        verbose_name = _("step before a deadline")
        verbose_name_plural = _("steps before deadlines")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.display_label

    @property
    def display_label(self) -> str:
        """What is to be done, in the active language."""
        return in_language(self.label, self.label_en)
