"""What a centre sets about itself, per site."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Site

from cms.core.accent import validate_accent
from cms.core.choice_lists import ChoiceListField
from cms.core.further_words import FurtherWordsForm, FurtherWordsPanel
from cms.core.locales import FIRST_LANGUAGES, LOCALES, SOURCE_LANGUAGE, Language, language_of, languages
from cms.core.statements import Statement
from cms.core.untranslated import Said

from .fact_texts import in_further_language

DEFAULT_ACCENT = "#0b5c66"


class LanguageCodesField(ChoiceListField):
    """Codes of languages of the registry; those a new site begins with where nothing was chosen."""

    def get_default(self) -> list[str]:
        return list(FIRST_LANGUAGES)


def in_language(japanese: str, english: str) -> str:
    """Return the Japanese text on Japanese pages; elsewhere that of the language, the English, or the Japanese.

    What is not in the visitor's language says in which it is (`Said`).
    """
    code = get_language() or SOURCE_LANGUAGE
    further = in_further_language(code, japanese)
    if further or language_of(code).is_japanese:
        return further or japanese
    if english:
        return english if code == "en" else Said(english, "en")
    return Said(japanese) if japanese else ""


@register_setting(icon="view", order=100)
class Appearance(BaseSiteSetting):
    """Name, logo and colour of the site."""

    name = models.CharField(
        _("name of the site"),
        max_length=100,
        default="市民活動センター",
        help_text=_("For example: かけはし市民活動センター"),
    )
    name_en = models.CharField(
        _("name in Latin letters"), max_length=100, blank=True,
        help_text=_("Shown to those who read another language, for example: Kakehashi Civic Activity Centre"),
    )  # fmt: skip
    logo = models.ForeignKey(
        "media.CustomImage", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Without one, the bridge of Kakehashi is shown beside the name."),
    )  # fmt: skip
    accent = models.CharField(
        _("accent colour"), max_length=7, default=DEFAULT_ACCENT, validators=[validate_accent],
        help_text=_("A dark colour written as # and six digits, for example: #0b5c66. It must be readable on white."),
    )  # fmt: skip

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("name_en"), FieldPanel("logo")], heading=_("Name and logo")),
        FurtherWordsPanel(),
        FieldPanel("accent"),
    ]
    base_form_class = FurtherWordsForm
    # Every page needs both settings: the contact comes along.
    select_related = ["logo", "site__centre"]

    class Meta:
        verbose_name = _("Appearance")

    @property
    def display_name(self) -> str:
        """The site's name for the language of the current request."""
        return in_language(self.name, self.name_en)


@register_setting(icon="home", order=110)
class Centre(BaseSiteSetting):
    """Where the centre is, when it is open, how it is reached."""

    postal_code = models.CharField(_("postal code"), max_length=8, blank=True, help_text=_("For example: 430-0000"))
    address = models.CharField(
        pgettext_lazy("where it stands", "address"),
        max_length=200,
        blank=True,
        help_text=_("For example: 架橋市中央1-2-3 2階"),
    )
    address_en = models.CharField(
        _("address in Latin letters"),
        max_length=200,
        blank=True,
        help_text=_("For example: 1-2-3 Chuo, Kakehashi City"),
    )
    telephone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("For example: 053-000-0000"))
    fax = models.CharField(_("FAX"), max_length=20, blank=True, help_text=_("For example: 053-000-0001"))
    email = models.EmailField(
        _("mail address"), blank=True, help_text=_("Shown to everybody, for example: info@example.jp")
    )
    hours = models.CharField(_("opening hours"), max_length=200, blank=True, help_text=_("For example: 平日9時〜17時"))
    hours_en = models.CharField(
        _("opening hours in English"), max_length=200, blank=True, help_text=_("For example: weekdays 9:00–17:00")
    )
    closed = models.CharField(
        _("closed on"), max_length=200, blank=True, help_text=_("For example: 土日・祝日・年末年始")
    )
    closed_en = models.CharField(
        _("closed on, in English"), max_length=200, blank=True, help_text=_("For example: weekends and public holidays")
    )
    notice = models.CharField(
        _("notice on every page"), max_length=200, blank=True,
        help_text=_("Stands above every page as long as it is here, for example: 台風のため、本日は休館します"),
    )  # fmt: skip
    notice_en = models.CharField(
        _("notice in English"), max_length=200, blank=True,
        help_text=_("For example: Closed today because of the typhoon"),
    )  # fmt: skip
    notice_until = models.DateField(
        _("last day of the notice"), null=True, blank=True,
        help_text=_("After this day it goes away by itself. Empty: it stays until you take it away."),
    )  # fmt: skip

    panels = [
        MultiFieldPanel(
            [FieldPanel("notice"), FieldPanel("notice_en"), FieldPanel("notice_until")],
            heading=_("Closed today, or another urgent notice"),
        ),
        MultiFieldPanel(
            [FieldPanel("postal_code"), FieldPanel("address"), FieldPanel("address_en")], heading=_("Address")
        ),
        MultiFieldPanel([FieldPanel("telephone"), FieldPanel("fax"), FieldPanel("email")], heading=_("Contact")),
        MultiFieldPanel(
            [FieldPanel("hours"), FieldPanel("hours_en"), FieldPanel("closed"), FieldPanel("closed_en")],
            heading=_("Opening hours"),
        ),
        FurtherWordsPanel(),
    ]
    base_form_class = FurtherWordsForm

    class Meta:
        verbose_name = _("Contact and opening hours")

    @property
    def display_address(self) -> str:
        return in_language(self.address, self.address_en)

    def clean(self) -> None:
        """Refuse a notice that nobody would see. One whose day has gone by may stay: other facts change meanwhile."""
        super().clean()
        if not self.notice or self.notice_until is None or self.notice_until >= timezone.localdate():
            return
        before = type(self).objects.filter(pk=self.pk).values_list("notice", "notice_until").first()
        if before != (self.notice, self.notice_until):
            raise ValidationError({"notice_until": _("This day is over: nobody would see the notice.")})

    def notice_on(self, day: date) -> str:
        """What stands above every page on a day, as the visitor reads it; "" where there is nothing to say."""
        is_past = self.notice_until is not None and day > self.notice_until
        return "" if is_past else in_language(self.notice, self.notice_en)

    @property
    def display_hours(self) -> str:
        return in_language(self.hours, self.hours_en)

    @property
    def display_closed(self) -> str:
        return in_language(self.closed, self.closed_en)


_SITE = Statement(lambda site: Site.objects.filter(pk=site).select_related("appearance", "centre"), site=int)


def settings_of(site: Site) -> tuple[Appearance, Centre]:
    """Return name and contact of a site: those that this row has already, or else read for it in one query.

    What a site does not have yet is made, as `for_site` does.
    """
    appearance, centre = (Site._meta.get_field(name) for name in ("appearance", "centre"))
    if not (appearance.is_cached(site) and centre.is_cached(site)):
        [read] = _SITE(site=site.pk)
        for field in (appearance, centre):
            field.set_cached_value(site, field.get_cached_value(read))
    return (
        appearance.get_cached_value(site) or Appearance.for_site(site),
        centre.get_cached_value(site) or Centre.for_site(site),
    )


@register_setting(icon="globe", order=105)
class SiteLanguages(BaseSiteSetting):
    """The languages that visitors are offered. What is off is hidden, never deleted."""

    codes = LanguageCodesField(
        _("languages to show"), blank=False, choices=languages,
        help_text=_(
            "Visitors choose from these, and the first visit follows their browser. A page that is not yet translated "
            "is shown in plain Japanese or Japanese, and says so. Taking a language away hides its pages; putting it "
            "back brings them back."
        ),
    )  # fmt: skip

    panels = [FieldPanel("codes")]

    class Meta:
        verbose_name = _("Languages of the site")

    @property
    def shown(self) -> list[Language]:
        """The chosen languages in the order of the registry; Japanese is one of them, the others fall back to it."""
        return [language for code, language in LOCALES.items() if code in self.codes or code == SOURCE_LANGUAGE]

    def clean(self) -> None:
        super().clean()
        if SOURCE_LANGUAGE not in self.codes:
            raise ValidationError({"codes": _("Leave Japanese on: the other languages fall back to it.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also let staff write pages in the chosen languages: Wagtail asks for a row of each."""
        super().save(*args, **kwargs)
        for language in self.shown:
            Locale.objects.get_or_create(language_code=language.code)
