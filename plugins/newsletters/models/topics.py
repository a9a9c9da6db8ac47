"""What one can subscribe to, and the areas that letters are made for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models.site_settings import in_language


class Topic(models.Model):
    """A newsletter: what it is about. Readers choose topics; letters are written for topics.

    slug: the topic's part of List-Id (RFC 2919), by which mail programs file letters: it does not change.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(
        _("short name in Latin letters"), max_length=40,
        help_text=_("For example: events. Mail programs file letters by it, so leave it as it is later on."),
    )  # fmt: skip
    name = models.CharField(pgettext_lazy("topic", "name"), max_length=60)
    name_en = models.CharField(
        pgettext_lazy("topic", "name in English"), max_length=80, blank=True, help_text=_("For example: Event news")
    )
    description = models.CharField(
        pgettext_lazy("topic", "what it brings"), max_length=200,
        help_text=_("One sentence that helps readers choose."),
    )  # fmt: skip
    description_en = models.CharField(pgettext_lazy("topic", "what it brings, in English"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("list", "position"), default=100, help_text=_("Smaller numbers come first.")
    )
    is_offered = models.BooleanField(
        _("offered to new readers"), default=True,
        help_text=_("Take the tick away to offer it to nobody new; those who have it keep it."),
    )  # fmt: skip
    is_offered_on_registration = models.BooleanField(
        _("offered on the form for events"), default=False,
        help_text=_("As a box at the end of the form, which is never ticked beforehand."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = pgettext_lazy("letters", "topics")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="newsletters_topic_once")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the active language."""
        return in_language(self.name, self.name_en)

    @property
    def display_description(self) -> str:
        return in_language(self.description, self.description_en)

    @property
    def list_id(self) -> str:
        """What stands between the angle brackets of List-Id."""
        return f"{self.slug}.newsletters.{self.site.hostname}"

    @property
    def purpose(self) -> str:
        """By what the lines about consents know it."""
        return f"newsletters.{self.slug}"


class Area(models.Model):
    """Where a reader lives or is active, so that letters can be made for one part of the town."""

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(pgettext_lazy("area", "name"), max_length=60)
    name_en = models.CharField(
        pgettext_lazy("area", "name in English"), max_length=80, blank=True, help_text=_("For example: Kita Ward")
    )
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("list", "position"), default=100, help_text=_("Smaller numbers come first.")
    )

    class Meta:
        verbose_name = _("area of readers")
        verbose_name_plural = _("areas of readers")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="newsletters_area_once")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_language(self.name, self.name_en)
