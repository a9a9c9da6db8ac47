"""What is switched, and what went wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class PluginState(models.Model):
    """A plugin's switch on a site, or the pause of one of its contributions there.

    Without a row the manifest's default holds. `contribution` is empty for the plugin as a whole, else the name of
    what the guard has paused ("slot:footer"). A row with `paused_until` in the past means nothing any more.
    """

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(_("plugin"), max_length=60)
    contribution = models.CharField(_("contribution"), max_length=200, blank=True)
    enabled = models.BooleanField(_("on"), default=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("plugin")
        verbose_name_plural = _("plugins")
        constraints = [
            models.UniqueConstraint(fields=["site", "slug", "contribution"], name="plugin_host_state_once"),
            # Only a plugin as a whole can be off; what the guard stops is paused.
            models.CheckConstraint(condition=Q(contribution="") | Q(enabled=True), name="plugin_host_state_off_whole"),
        ]

    def __str__(self) -> str:
        return self.slug


class PluginIncident(models.Model):
    """One way in which a contribution failed or was slow on a site, with how often and when.

    It holds no arguments and no values: the traceback has places in the code, and a message only where the kind of
    error speaks of code, never of data (`cms.tracebacks`).
    """

    site = models.ForeignKey(Site, verbose_name=_("site"), null=True, on_delete=models.CASCADE, related_name="+")
    plugin = models.SlugField(_("plugin"), max_length=60)
    contribution = models.CharField(_("contribution"), max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True)
    error = models.CharField(_("kind of error"), max_length=200)
    traceback = models.TextField(_("traceback"), blank=True)
    count = models.PositiveIntegerField(_("count"), default=1)
    recent = models.PositiveIntegerField(default=1)
    slowest_ms = models.PositiveIntegerField(_("slowest, in milliseconds"), null=True)
    first_at = models.DateTimeField(_("first at"))
    last_at = models.DateTimeField(_("last at"))

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["plugin", "contribution"], name="plugin_host_incident_of")]

    def __str__(self) -> str:
        return f"{self.plugin}.{self.contribution}: {self.error}"

    @property
    def is_slow(self) -> bool:
        """Whether it answered, but too late."""
        return self.slowest_ms is not None
