"""What a centre sets about its list of grants."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from plugins.grants.reminders.days import DEFAULT, read_days, validate_days
from plugins.grants.statuses import Windows


class GrantSettings(BaseSiteSetting):
    """How long before and after its deadline a call is shown as what."""

    closing_days = models.PositiveSmallIntegerField(
        _("days before the deadline"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("So long before its deadline a call is said to close soon. For example: 14"),
    )  # fmt: skip
    results_days = models.PositiveSmallIntegerField(
        _("days after the decision"), default=60, validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("So long after the decision it is said that the results are out. For example: 60"),
    )  # fmt: skip
    reminder_days = models.CharField(
        _("days on which people are reminded"), max_length=40, blank=True, default=DEFAULT, validators=[validate_days],
        help_text=_(
            "So many days before a deadline, mails go to those who asked for them. For example: 14, 7, 1. When it is "
            "empty, none are offered."
        ),
    )  # fmt: skip
    publisher_prefix = models.CharField(
        _("prefix of the publisher at 360Giving"), max_length=40, blank=True,
        validators=[
            RegexValidator(
                r"^360G-[A-Za-z0-9_]+\Z", _("It begins with 360G- and has letters and digits after it: 360G-kakehashi")
            )
        ],
        help_text=_(
            "Only for a centre that has registered one, for example: 360G-kakehashi. The open data about awarded "
            "grants begin their identifiers with it; leave it as it is afterwards."
        ),
    )  # fmt: skip
    panels = [
        FieldPanel("closing_days"), FieldPanel("results_days"), FieldPanel("reminder_days"),
        FieldPanel("publisher_prefix"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Grants and deadlines")

    @property
    def days(self) -> tuple[int, ...]:
        """The days before a deadline, the longest first."""
        return read_days(self.reminder_days)

    @property
    def windows(self) -> Windows:
        return Windows(closing_days=self.closing_days, results_days=self.results_days)
