"""Images for links that are shared, kept until the words or facts change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShareImage(models.Model):
    """The image of an event's page in one language. It goes with its page; what it shows can be drawn again.

    key: of the words and facts that it was drawn from (`posters.facts.Poster.key`).
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=24)
    image = models.BinaryField()

    class Meta:
        verbose_name = _("image for sharing")
        verbose_name_plural = _("images for sharing")

    def __str__(self) -> str:
        return f"{self.page_id}:{self.key}"
