"""Addresses that get nothing any more, or no letters."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Suppression(models.Model):
    """An address of a site to which nothing is sent, kept as a keyed hash: the list tells nobody who is on it.

    An address that does not exist gets no mail at all. Who complained, or asked never to be written to, and whose
    letters came back, gets no letters; what she does herself, such as registering for an event, is still answered.
    """

    class Why(models.TextChoices):
        UNREACHABLE = "unreachable", _("The address does not exist")
        COMPLAINT = "complaint", _("Reported a letter as unwanted")
        REFUSED = "refused", _("Asked never to get letters")
        BOUNCED = "bounced", _("Letters to it came back")

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    why = models.CharField(_("reason"), max_length=20, choices=Why.choices)
    since = models.DateTimeField(pgettext_lazy("suppression", "since"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("consent", "entered by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["site", "address_hash"], name="mail_suppression_once")]

    def __str__(self) -> str:
        return f"suppressed address {self.pk}"
