"""The centre's own words for plain Japanese."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlainWord(models.Model):
    """A word that is hard to read, and what the centre writes instead."""

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    word = models.CharField(_("hard word"), max_length=60, help_text=_("As it stands on pages."))
    instead = models.CharField(_("instead of it"), max_length=120, help_text=_("The plain word."))

    class Meta:
        app_label = "multilingual"
        verbose_name = _("word for plain Japanese")
        verbose_name_plural = _("words for plain Japanese")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "word"], name="multilingual_plain_word_once",
                violation_error_message=_("This word is there already. Change that one."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.word} → {self.instead}"

    def clean(self) -> None:
        self.word, self.instead = "".join(self.word.split()), self.instead.strip()
        super().clean()
