"""A page of plain words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.fields import StreamField
from cms.core.models import BasePage


class StandardPage(BasePage):
    """Title, lead, body. Some have a place of their own in the footer."""

    class Place(models.TextChoices):
        NONE = "", _("No special place")
        PARTICIPATE = "participate", _("How to take part")
        ABOUT = "about", _("About the centre")
        CONTACT = "contact", _("How to reach us")
        ACCESSIBILITY = "accessibility", _("Accessibility of this site")
        PRIVACY = "privacy", _("Personal information")

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences that say what the page is about and for whom.")
    )
    place = models.CharField(
        _("place in the footer"),
        max_length=20,
        choices=Place,
        default=Place.NONE,
        blank=True,
        help_text=_("A page with a place is linked from the foot of every page; each place has one page per language."),
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _("Text, pictures and lists on any subject, for example: how to find us.")

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [FieldPanel("place"), *BasePage.promote_panels]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def clean(self) -> None:
        super().clean()
        if not self.place or self.locale_id is None:
            return
        taken = StandardPage.objects.filter(place=self.place, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.path:
            taken = taken.filter(path__startswith=self.path[: 2 * self.steplen])
        other = taken.first()
        if other:
            message = _("The page “%(title)s” has this place already. Take it away there first.")
            raise ValidationError({"place": ValidationError(message, params={"title": other.title})})
