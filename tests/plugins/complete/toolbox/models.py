"""What may be borrowed, and what happened (for tests)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.plugin_api.models import EventExtension


class Tool(index.Indexed, models.Model):
    """A thing that groups may borrow."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name of the tool"), max_length=100)

    search_fields = [index.SearchField("name"), index.FilterField("site")]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Happened(models.Model):
    """A schedule ran or a fact was heard, on a site."""

    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    what = models.CharField(_("what happened"), max_length=50)

    class Meta:
        verbose_name = _("what happened")
        verbose_name_plural = _("what happened")


class ToolPage(BasePage):
    """A tool with a page of its own."""

    body = StreamField(body_blocks(), blank=True, verbose_name=_("about the tool"))
    template = "toolbox/tool_page.html"
    content_panels = [*BasePage.content_panels, "body"]

    class Meta:
        verbose_name = _("page of a tool")
        verbose_name_plural = _("pages of tools")


class LendingRules(BaseSiteSetting):
    """How long a group may keep something."""

    days = models.PositiveIntegerField(_("days"), default=7)
    notes = StreamField(body_blocks(), blank=True, verbose_name=_("remark"))

    class Meta:
        verbose_name = _("Rules of lending")


class EventTools(EventExtension):
    """What an event needs of the tools."""

    microphones = models.PositiveIntegerField(_("microphones"), default=0)
    projector = models.BooleanField(_("with the projector"), default=False)
    remark = models.CharField(_("remark"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("tools of an event")
        verbose_name_plural = _("tools of events")
