"""Who agreed to what, when, by which words: lines that are only ever added."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.exceptions import AppendOnly


class ConsentAction(models.TextChoices):
    """What somebody did."""

    ASKED = "asked", pgettext_lazy("consent", "Asked for it, not confirmed yet")
    GIVEN = "given", pgettext_lazy("consent", "Agreed")
    CHANGED = "changed", pgettext_lazy("consent", "Changed what they get")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Stopped it")
    ERASED = "erased", pgettext_lazy("consent", "Had everything erased")


class Channel(models.TextChoices):
    """The way by which it reached the centre."""

    WEB = "web", pgettext_lazy("consent", "Form on the website")
    REGISTRATION = "registration", pgettext_lazy("consent", "Box on the form for an event")
    LINK = "link", pgettext_lazy("consent", "Link in a mail")
    ONE_CLICK = "one_click", pgettext_lazy("consent", "Button of the mail program")
    PAPER = "paper", pgettext_lazy("consent", "On paper")
    FAX = "fax", pgettext_lazy("consent", "By FAX")
    PHONE = "phone", pgettext_lazy("consent", "By telephone")
    COUNTER = "counter", pgettext_lazy("consent", "At the counter")
    MAIL = "mail", pgettext_lazy("consent", "By mail")
    IMPORT = "import", pgettext_lazy("consent", "From a list")
    COMPLAINT = "complaint", pgettext_lazy("consent", "Reported as unwanted mail")
    CLOCK = "clock", pgettext_lazy("consent", "By itself, on the promised date")


class ConsentWording(models.Model):
    """The very words that somebody read and agreed to, kept once; `digest` is the SHA-256 of language and words."""

    digest = models.CharField(max_length=64, unique=True)
    locale = models.CharField(_("language"), max_length=20)
    text = models.TextField(_("words"))
    since = models.DateTimeField(_("first used"))

    class Meta:
        verbose_name = _("words of a consent")
        verbose_name_plural = _("words of consents")
        default_permissions = ()

    def __str__(self) -> str:
        return f"words {self.digest[:12]}"


class ConsentQuerySet(models.QuerySet["ConsentEvent"]):
    """Lines are added and read. What staff noted in their own words goes when the person is erased."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def about(self, *, site: Any, address_hash: str, subject: Any = None) -> ConsentQuerySet:
        """Return the lines about an address, and about the same person under earlier addresses."""
        mine = models.Q(address_hash=address_hash)
        return self.filter(mine | models.Q(subject=subject) if subject else mine, site=site)

    def blank_notes(self) -> int:
        """Erase the notes of these lines, the one thing in them that may name a person."""
        return models.QuerySet.update(self.exclude(note=""), note="")


class ConsentEvent(models.Model):
    """One thing that somebody did about a purpose, for the inspector.

    address_hash: keyed hash of the address (`cms.mail.addresses.digest`), which outlives the address itself. subject:
    the UUID of whoever owns the address in the app that asks, the same after a change of address. purpose: what it is
    about, "newsletters.events"; what: its name as it was read. page: the path on which it was done. note: where staff
    say how they know; blanked when the person is erased.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    subject = models.UUIDField(null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=100)
    what = models.CharField(pgettext_lazy("consent", "what"), max_length=200)
    action = models.CharField(pgettext_lazy("consent", "what was done"), max_length=10, choices=ConsentAction.choices)
    wording = models.ForeignKey(
        ConsentWording, verbose_name=_("words"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    locale = models.CharField(_("language"), max_length=20, blank=True)
    page = models.CharField(pgettext_lazy("consent", "page"), max_length=300, blank=True)
    channel = models.CharField(pgettext_lazy("consent", "way"), max_length=20, choices=Channel.choices)
    note = models.CharField(pgettext_lazy("consent", "note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("consent", "entered by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    at = models.DateTimeField(pgettext_lazy("consent", "when"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("line about a consent")
        verbose_name_plural = _("lines about consents")
        default_permissions = ("view",)
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["site", "address_hash"], name="mail_consent_address"),
            models.Index(fields=["subject"], condition=models.Q(subject__isnull=False), name="mail_consent_subject"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line. Raises AppendOnly for one that is there already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
