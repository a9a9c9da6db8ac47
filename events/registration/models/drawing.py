"""抽選: a draw that anybody can check."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Draw(models.Model):
    """The draw of one offering.

    commitment: SHA-256 of the seed, published before applications close. seed: 32 random bytes in hexadecimal, secret
    until drawn. applicants_digest: SHA-256 over the sorted codes of all who took part. How the order follows from
    them is told in `lottery.py`.
    """

    offering = models.OneToOneField("event_registration.Offering", on_delete=models.CASCADE, related_name="draw")
    commitment = models.CharField(_("commitment"), max_length=64)
    seed = models.CharField(max_length=64)
    committed_at = models.DateTimeField(_("committed"))
    applicants_digest = models.CharField(_("digest of the applicants"), max_length=64, blank=True)
    applicants = models.PositiveIntegerField(_("applicants"), default=0)
    drawn_at = models.DateTimeField(pgettext_lazy("lottery", "drawn"), null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("log", "by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = pgettext_lazy("lottery", "draw")
        verbose_name_plural = pgettext_lazy("lottery", "draws")

    def __str__(self) -> str:
        return f"{self.offering_id}:{self.commitment[:8]}"

    @property
    def published_seed(self) -> str:
        """The seed once the draw is over; empty before."""
        return self.seed if self.drawn_at else ""
