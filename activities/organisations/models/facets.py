"""What organisations and activities are counted by: fields of the NPO act, subject areas, places."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from activities.organisations.validators import no_control_characters
from cms.core.models.site_settings import in_language
from cms.core.municipal_codes import MunicipalCodeField
from cms.core.readings import validate_reading


class NpoField(models.Model):
    """活動分野: one of the twenty fields of the NPO act's table; the rows come with the migrations."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("name in the act"), max_length=100)
    short = models.CharField(_("short name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=100)

    class Meta:
        verbose_name = _("field of the NPO act")
        verbose_name_plural = _("fields of the NPO act")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The short name in the active language."""
        return in_language(self.short, self.name_en)


class NamedFacet(index.Indexed, models.Model):
    """A name that staff add to and that lists are counted by. Without a site it is shared by all."""

    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), null=True, blank=True, on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=60, validators=[no_control_characters])
    reading = models.CharField(
        _("reading"), max_length=120, blank=True, validators=[validate_reading],
        help_text=_("In hiragana; the list is sorted by it, for example: はままつし"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=80, blank=True, validators=[no_control_characters],
        help_text=_("For example: Hamamatsu City"),
    )  # fmt: skip

    search_fields = [index.AutocompleteField("name"), index.SearchField("name"), index.FilterField("site")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language; Japanese where there is no other."""
        return in_language(self.name, self.name_en)


class Area(NamedFacet):
    """地域: where organisations and activities are at work."""

    code = MunicipalCodeField(
        _("code of the municipality or prefecture"),
        help_text=_("Six digits, for example 221309. Open data and other ledgers know the place by it."),
    )

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["reading", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="organisations_area_once"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(site__isnull=True), name="organisations_area_shared_once"
            ),
        ]


class Domain(NamedFacet):
    """分野のことば: the subject in the centre's own words, beside the twenty fields of the act."""

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["reading", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="organisations_domain_once"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(site__isnull=True), name="organisations_domain_shared_once"
            ),
        ]
