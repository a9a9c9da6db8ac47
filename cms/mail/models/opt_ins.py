"""What somebody asked for and has not confirmed yet."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .consents import Channel, ConsentWording


class OptIn(models.Model):
    """A wish that counts when the owner of the address presses a button behind a mailed link.

    wishes: what was asked for, in the words of the app that asks (JSON). version: raised when an address asks again
    after it has confirmed, so that the earlier link is over. mailed_on: one mail a day. The row is erased at
    `expires_at`, confirmed or not.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=100)
    address = models.CharField(_("mail address"), max_length=254)
    address_hash = models.CharField(max_length=64)
    locale = models.CharField(_("language"), max_length=20)
    wishes = models.JSONField(default=dict)
    wording = models.ForeignKey(ConsentWording, null=True, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    version = models.PositiveIntegerField(default=1)
    mailed_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wish to be confirmed")
        verbose_name_plural = _("wishes to be confirmed")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["site", "purpose", "address_hash"], name="mail_opt_in_once_per_address")
        ]
        indexes = [models.Index(fields=["expires_at"], name="mail_opt_in_expires")]

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"wish {self.pk}"
