"""What is pinned to the board."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.core.models import BasePage


class Notice(models.Model):
    """One sheet of paper: a text that hangs until its last day."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    text = models.CharField(_("text"), max_length=200)
    until = models.DateField(_("on the board until"))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return self.text


class NoticePage(BasePage):
    """A notice with an address of its own."""

    template = "noticeboard/notice_page.html"

    class Meta:
        verbose_name = _("Notice page")
        verbose_name_plural = _("Notice pages")
