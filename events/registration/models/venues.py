"""会場: where things take place."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models.site_settings import in_language
from events.registration.texts import no_control_characters


class Venue(models.Model):
    """A place, with what people ask about it before they come."""

    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="venues", help_text=_("Without a site, the venue is shared by all sites."),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=100, validators=[no_control_characters],
        help_text=_("For example: かけはし市民活動センター"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: Kakehashi Civic Activity Centre"),
    )  # fmt: skip
    postal_code = models.CharField(_("postal code"), max_length=8, blank=True, help_text=_("For example: 430-0000"))
    address = models.CharField(
        pgettext_lazy("where it stands", "address"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 架橋市中央1-2-3"),
    )  # fmt: skip
    address_en = models.CharField(
        _("address in Latin letters"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 1-2-3 Chuo, Kakehashi City"),
    )  # fmt: skip
    building = models.CharField(
        _("building and floor"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: 市民プラザ 9階"),
    )  # fmt: skip
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)], help_text=_("For example: 34.710834"),
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)], help_text=_("For example: 137.726126"),
    )  # fmt: skip
    access = models.CharField(
        _("how to get there"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: 架橋駅北口から歩いて5分"),
    )  # fmt: skip
    access_en = models.CharField(
        _("how to get there, in English"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: five minutes on foot from Kakehashi station"),
    )  # fmt: skip
    parking = models.CharField(
        _("parking"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 20台(無料)"),
    )  # fmt: skip
    parking_en = models.CharField(
        _("parking, in English"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 20 cars, free"),
    )  # fmt: skip
    telephone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("For example: 053-000-0000"))
    website = models.URLField(_("website"), max_length=500, blank=True, help_text=_("For example: https://example.jp/"))
    step_free = models.BooleanField(_("no steps up to the room"), default=False)
    accessible_toilet = models.BooleanField(_("toilet for wheelchair users"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    nursing_room = models.BooleanField(_("nursing room"), default=False)
    capacity = models.PositiveIntegerField(
        _("people it holds"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Suggested as the number of places of an event, for example: 120"),
    )  # fmt: skip
    created_at = models.DateTimeField(pgettext_lazy("row", "created"), auto_now_add=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name for the language of the current request."""
        return in_language(self.name, self.name_en)

    @property
    def display_address(self) -> str:
        said = in_language(self.address, self.address_en)
        is_japanese = said == self.address and self.building
        return in_language(f"{self.address} {self.building}", "") if is_japanese else said

    @property
    def display_access(self) -> str:
        return in_language(self.access, self.access_en)

    @property
    def display_parking(self) -> str:
        return in_language(self.parking, self.parking_en)
