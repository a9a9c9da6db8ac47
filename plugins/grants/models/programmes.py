"""助成金: a grant as it comes again and again, without the dates of one call."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from activities.organisations.models.choices import MonthOfYear
from activities.organisations.validators import no_control_characters
from cms.core.choice_lists import ChoiceListField
from cms.core.models.site_settings import in_language
from cms.core.readings import sort_key, validate_reading
from plugins.grants.amounts import say_range
from plugins.grants.choices import Cost, Cycle, LegalForm, Partners
from plugins.grants.querysets import ProgrammeQuerySet
from plugins.grants.rates import RateField, spoken_rate


class AmountField(models.PositiveBigIntegerField):
    """Yen; null is not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, null=True, blank=True, **kwargs)
        self.validators = [*self.validators, MinValueValidator(1)]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("null", "blank", "validators"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


class GrantProgramme(index.Indexed, models.Model):
    """The facts of a grant that hold from call to call. Its words are the pages with its `page_key`.

    page_key: the `translation_key` of its pages; no foreign key, so that nothing here goes when a page is deleted.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    page_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    funder = models.ForeignKey(
        "grants.Funder", verbose_name=pgettext_lazy("grants", "funder"), on_delete=models.PROTECT,
        related_name="programmes", help_text=_("Who gives the money."),
    )  # fmt: skip
    name = models.CharField(
        pgettext_lazy("grant", "name"), max_length=160, validators=[no_control_characters],
        help_text=_("As the funder writes it, without the year."),
    )  # fmt: skip
    reading = models.CharField(
        _("reading"), max_length=240, blank=True, validators=[validate_reading],
        help_text=_("In hiragana; lists of grants are sorted by it."),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: Grants for public-benefit activities"),
    )  # fmt: skip
    website = models.URLField(
        pgettext_lazy("grant", "page of the funder"), max_length=500, blank=True,
        help_text=_("Where the funder tells about it, for example: https://example.jp/grants/"),
    )  # fmt: skip
    cycle = models.CharField(
        pgettext_lazy("grant", "how often it is called"), max_length=12, choices=Cycle.choices, default=Cycle.ANNUAL,
        help_text=_("Of a grant that comes once or twice a year, the next time is estimated from the months below."),
    )  # fmt: skip
    opens_month = models.PositiveSmallIntegerField(
        _("month in which applications begin"), choices=MonthOfYear.choices, null=True, blank=True,
        help_text=_("As it was in past years. It is shown as an estimate, never as a date."),
    )  # fmt: skip
    opens_month_2 = models.PositiveSmallIntegerField(
        _("second month, if it is called twice a year"), choices=MonthOfYear.choices, null=True, blank=True,
        help_text=_("Only for a grant that is called twice a year."),
    )  # fmt: skip
    decision_month = models.PositiveSmallIntegerField(
        _("month of the decision"), choices=MonthOfYear.choices, null=True, blank=True,
        help_text=_("As it was in past years, for example: March"),
    )  # fmt: skip
    amount_min = AmountField(_("least that one group gets"), help_text=_("In yen, for example: 500000"))
    amount_max = AmountField(_("most that one group gets"), help_text=_("In yen, for example: 2000000"))
    rate = RateField(
        _("share of the costs"), help_text=_("For example: 4/5 or 80%. Write 10/10 where no own share is needed.")
    )
    years_max = models.PositiveSmallIntegerField(
        _("number of years in a row"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("How often a group can get it for the same work, for example: 3"),
    )  # fmt: skip
    costs = ChoiceListField(
        pgettext_lazy("grant", "costs it pays for"), choices=Cost.choices,
        help_text=_("Choose only what the funder names. Without a choice it is said to be unknown."),
    )  # fmt: skip
    legal_forms = ChoiceListField(
        pgettext_lazy("grant", "who may apply"), choices=LegalForm.choices,
        help_text=_("Choose only what the funder names. Without a choice it is said to be unknown."),
    )  # fmt: skip
    min_members = models.PositiveSmallIntegerField(
        _("members needed"), null=True, blank=True, help_text=_("How many a group must have at least, for example: 10")
    )
    min_years = models.PositiveSmallIntegerField(
        _("years of activity needed"), null=True, blank=True,
        help_text=_("How long a group must have been active at least, for example: 1"),
    )  # fmt: skip
    partners = models.CharField(
        pgettext_lazy("grant", "partners"), max_length=12, choices=Partners.choices, blank=True,
        help_text=_("Whether one group alone can apply."),
    )  # fmt: skip
    talk_first = models.BooleanField(
        _("talk with the section in charge is needed before applying"), default=False,
        help_text=_("Plans that work back from the deadline then begin with it."),
    )  # fmt: skip
    npo_fields = models.ManyToManyField(
        "organisations.NpoField", verbose_name=_("fields of activity"), blank=True, related_name="+",
        help_text=_("Fields that it is meant for. Without a choice it is for all."),
    )  # fmt: skip
    areas = models.ManyToManyField(
        "organisations.Area", verbose_name=_("areas"), blank=True, related_name="+",
        help_text=_("Where the activity has to be. Without a choice it is for all of Japan."),
    )  # fmt: skip
    next_step = models.ForeignKey(
        "self", verbose_name=_("next step on the ladder"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="previous_steps",
        help_text=_("The grant that groups usually go on to: from a survey to a pilot, from a pilot to a scheme."),
    )  # fmt: skip
    has_ended = models.BooleanField(
        _("has ended for good"), default=False,
        help_text=_("No further call is to come. It stays to be read, and in no list of coming calls."),
    )  # fmt: skip
    checked_on = models.DateField(
        _("last looked up on"), null=True, blank=True,
        help_text=_("The day on which somebody last looked at the funder’s page, for example: 2026-11-01"),
    )  # fmt: skip
    sort_key = models.CharField(max_length=480, editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = ProgrammeQuerySet.as_manager()

    search_fields = [
        index.AutocompleteField("name"), index.SearchField("name"), index.SearchField("name_en"),
        index.SearchField("reading"), index.FilterField("site"), index.FilterField("funder"),
    ]  # fmt: skip

    class Meta:
        verbose_name = pgettext_lazy("grants", "grant")
        verbose_name_plural = pgettext_lazy("grants", "grants")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "funder", "name"], name="grants_programme_once"),
            models.CheckConstraint(condition=models.Q(cycle__in=Cycle.values), name="grants_known_cycle"),
            models.CheckConstraint(condition=~models.Q(next_step=models.F("id")), name="grants_not_its_own_next_step"),
        ]
        indexes = [models.Index(fields=["site", "sort_key"], name="grants_programme_in_order")]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.reading or self.name)[:480]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.amount_min and self.amount_max and self.amount_max < self.amount_min:
            errors["amount_max"] = _("The most is smaller than the least.")
        if self.opens_month_2 and self.cycle != Cycle.TWICE:
            errors["opens_month_2"] = _("A second month is only for a grant that is called twice a year.")
        if self.opens_month_2 and not self.opens_month:
            errors["opens_month"] = _("Please choose the first month too.")
        if self.next_step and self._leads_back():
            errors["next_step"] = _("The ladder would lead in a circle.")
        if self.funder_id and self._is_there_already():
            errors["name"] = _("This funder’s grant is there already.")
        if errors:
            raise ValidationError(errors)

    def _is_there_already(self) -> bool:
        same = GrantProgramme.objects.filter(site=self.site_id, funder=self.funder_id, name=self.name)
        return same.exclude(pk=self.pk).exists()

    def _leads_back(self) -> bool:
        """Whether the ladder, followed upwards, comes back here."""
        seen, step = {self.pk}, self.next_step
        while step is not None:
            if step.pk in seen:
                return True
            seen.add(step.pk)
            step = step.next_step
        return False

    @property
    def display_name(self) -> str:
        """The name in the active language."""
        return in_language(self.name, self.name_en)

    @property
    def months(self) -> list[int]:
        """The months in which calls open, as far as they are known."""
        return [month for month in (self.opens_month, self.opens_month_2) if month]

    @property
    def spoken_amount(self) -> str:
        return say_range(self.amount_min, self.amount_max)

    @property
    def spoken_rate(self) -> str:
        return spoken_rate(self.rate)
