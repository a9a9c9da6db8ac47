"""Own image, rendition and document models from the first migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with who took it and whether the people on it agreed."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who took or drew it, for example: Photo: Kakehashi centre"),
    )
    consent_note = models.CharField(
        _("consent of the people shown"),
        max_length=300,
        blank=True,
        help_text=_("How and when they agreed, for example: written form, 1 May 2026. Seen by staff only."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "consent_note")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class CustomRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_once"),
        ]


class CustomDocument(AbstractDocument):
    """A file to download."""

    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What is inside, for example: application form, 2 pages"),
    )

    admin_form_fields = (*Document.admin_form_fields, "description")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
