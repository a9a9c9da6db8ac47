"""What a centre sets about its letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from cms.core.further_words import FurtherWordsForm, FurtherWordsPanel
from cms.core.models.site_settings import in_language


class LetterSettings(BaseSiteSetting):
    """Who sends the letters, as the law wants it said in each of them (特定電子メール法 第4条)."""

    sender = models.CharField(
        _("who answers for the letters"), max_length=120, blank=True,
        help_text=_("The full name of the organisation, with its legal form."),
    )  # fmt: skip
    sender_en = models.CharField(
        _("the same in English"), max_length=160, blank=True,
        help_text=_("For example: NPO Kakehashi Civic Support Network"),
    )  # fmt: skip
    panels = [FieldPanel("sender"), FieldPanel("sender_en"), FurtherWordsPanel()]
    base_form_class = FurtherWordsForm

    class Meta:
        verbose_name = _("Letters by mail")

    @property
    def display_sender(self) -> str:
        return in_language(self.sender, self.sender_en)
