"""助成の実績: money that was given, to whom and for what."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.organisations.validators import no_control_characters
from cms.core.fiscal_year import FiscalYearModelField
from cms.core.models.site_settings import in_language
from plugins.grants.amounts import say_yen


class Award(models.Model):
    """A grant that was awarded. Persons are no recipients here: `recipient_name` is that of a body.

    activity_key: the `translation_key` of the pages of the activity that it paid for; no foreign key.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+", editable=False)
    programme = models.ForeignKey(
        "grants.GrantProgramme", verbose_name=pgettext_lazy("grants", "grant"), on_delete=models.PROTECT,
        related_name="awards",
    )  # fmt: skip
    call = models.ForeignKey(
        "grants.GrantCall", verbose_name=pgettext_lazy("grants", "call"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="awards",
    )  # fmt: skip
    recipient = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("who got it, in the directory"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    recipient_name = models.CharField(
        _("who got it"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("Only where the organisation is not in the directory."),
    )  # fmt: skip
    title = models.CharField(
        pgettext_lazy("award", "what it was for"), max_length=200, validators=[no_control_characters]
    )
    title_en = models.CharField(pgettext_lazy("award", "what it was for, in English"), max_length=240, blank=True)
    description = models.TextField(pgettext_lazy("award", "description"), max_length=2000, blank=True)
    amount = models.PositiveBigIntegerField(pgettext_lazy("award", "amount in yen"), null=True, blank=True)
    awarded_on = models.DateField(pgettext_lazy("award", "awarded on"), null=True, blank=True)
    from_fy = FiscalYearModelField(_("from fiscal year"), null=True, blank=True)
    to_fy = FiscalYearModelField(_("to fiscal year"), null=True, blank=True)
    activity_key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("grants", "awarded grant")
        verbose_name_plural = pgettext_lazy("grants", "awarded grants")
        ordering = ["-awarded_on", "-from_fy", "-pk"]
        indexes = [
            models.Index(fields=["activity_key"], name="grants_award_of_activity"),
            models.Index(fields=["recipient"], name="grants_award_of_recipient"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.site_id = self.programme.site_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def display_title(self) -> str:
        """What it was for, in the active language."""
        return in_language(self.title, self.title_en)

    @property
    def display_recipient(self) -> str:
        """Who got it, as the directory has it or as it was written."""
        return self.recipient.display_name if self.recipient else self.recipient_name

    @property
    def spoken_amount(self) -> str:
        return say_yen(self.amount) if self.amount is not None else ""
