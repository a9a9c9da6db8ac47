"""Addresses that get nothing any more."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """An address of a site to which nothing is sent, kept as a keyed hash: the list tells nobody who is on it."""

    class Why(models.TextChoices):
        UNREACHABLE = "unreachable", _("The address does not exist")

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    why = models.CharField(_("reason"), max_length=20, choices=Why.choices)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "address_hash"], name="mail_suppression_once")]

    def __str__(self) -> str:
        return f"suppressed address {self.pk}"
