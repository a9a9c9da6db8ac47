"""A list of readers that staff brought and have not yet taken over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriberImport(models.Model):
    """The lines of a file between preview and taking over; erased when it is done, or after a day.

    lines: as `services.importing.Line` writes them.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    topics = models.ManyToManyField("newsletters.Topic", related_name="+")
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("list to take over")
        verbose_name_plural = _("lists to take over")
        default_permissions = ("add",)

    def __str__(self) -> str:
        return f"list {self.pk}"
