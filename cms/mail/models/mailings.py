"""What is sent: one text in one language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mailing(models.Model):
    """One text in one language, for one address (a confirmation) or for many (an issue of a newsletter).

    `kind` and `key` say what it tells, for example "registration.confirmed" and the registration's id: queueing the
    same twice is queueing it once, also after the contents were erased.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=100)
    key = models.CharField(max_length=200)
    locale = models.CharField(_("language"), max_length=20)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    erase_after = models.DateTimeField(_("erase after"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="mail_mailing_once")]
        indexes = [
            models.Index(
                fields=["erase_after"], condition=models.Q(erased_at__isnull=True), name="mail_mailing_to_erase"
            )
        ]

    def __str__(self) -> str:
        # Never the subject: names of models end in logs and error reports.
        return f"{self.kind} {self.pk}"


class MailAttachment(models.Model):
    """A file that goes with a mailing. `method` is the iTIP method of a calendar entry (RFC 5546), else empty."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    mimetype = models.CharField(max_length=100)
    method = models.CharField(max_length=20, blank=True)
    content: Any = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["mailing", "position"], name="mail_attachment_position_once")]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
