"""How an organisation is reached and what it offers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from activities.organisations.validators import no_control_characters
from cms.core.models.site_settings import in_language

from .choices import ContactKind


class ContactItem(Orderable):
    """連絡先: one way to reach an organisation. A private one is for staff and appears nowhere in public."""

    organisation = ParentalKey("organisations.Organisation", related_name="contact_items", on_delete=models.CASCADE)
    kind = models.CharField(_("kind of contact"), max_length=10, choices=ContactKind.choices, default="tel")
    value = models.CharField(
        _("contact"), max_length=500, validators=[no_control_characters],
        help_text=_("For example: 053-000-0000, info@example.jp, https://example.jp/"),
    )  # fmt: skip
    label = models.CharField(
        _("for what"), max_length=60, blank=True, validators=[no_control_characters],
        help_text=_("For example: 事務局, 相談専用"),
    )  # fmt: skip
    note = models.CharField(
        _("note"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 平日10時〜16時"),
    )  # fmt: skip
    is_public = models.BooleanField(
        _("show to everybody"), default=False,
        help_text=_("Without the tick only staff see it. Taking the tick away works at once, everywhere."),
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())

    def clean(self) -> None:
        """A mail address and a web address must be one, because they become links."""
        super().clean()
        checks = {ContactKind.MAIL: validate_email, ContactKind.WEB: URLValidator(schemes=["http", "https"])}
        check = checks.get(self.kind)  # type: ignore[call-overload]
        if check and self.value:
            try:
                check(self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from error


class Service(Orderable):
    """提供していること: something that the organisation does for those who ask."""

    organisation = ParentalKey("organisations.Organisation", related_name="services", on_delete=models.CASCADE)
    name = models.CharField(
        _("service"), max_length=100, validators=[no_control_characters], help_text=_("For example: 印刷機の利用"),
    )  # fmt: skip
    name_en = models.CharField(_("English name"), max_length=100, blank=True, validators=[no_control_characters])
    fees = models.CharField(
        _("fee"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 無料, 1時間500円"),
    )  # fmt: skip
    eligibility = models.CharField(
        _("who may use it"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: 市内で活動する団体"),
    )  # fmt: skip
    languages = models.CharField(
        _("languages spoken"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 日本語, 英語"),
    )  # fmt: skip
    schedule = models.CharField(
        _("days and times"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: 毎週火曜 13時〜17時"),
    )  # fmt: skip
    how_to_apply = models.CharField(
        _("how to apply"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("For example: 前日までに電話で予約"),
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return in_language(self.name, self.name_en)
