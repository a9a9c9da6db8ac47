"""The forms in which staff write the facts of a call and of a grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from activities.organisations.validators import no_control_characters
from cms.core.typed_as_typed import take_whole_pastes
from plugins.grants.models import Funder, GrantCall, GrantProgramme

from .closing_time import ClosingTimeField

CALL_FIELDS = [
    "closes_on", "closes_time", "closing_kind", "opens_on", "amount_min", "amount_max", "rate", "decision_on",
    "decision_month", "for_fy", "label", "label_en", "guidelines_url",
]  # fmt: skip


class Day(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class CallForm(WagtailAdminModelForm):
    """The facts of a call."""

    closes_time = ClosingTimeField(
        label=_("time on the last day"), required=False, max_length=12,
        help_text=_("In Japan, for example: 17:00. When it is empty, the whole last day counts."),
    )  # fmt: skip

    class Meta:
        model = GrantCall
        fields = CALL_FIELDS
        widgets = {"closes_on": Day, "opens_on": Day, "decision_on": Day}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("closes_on") and not cleaned.get("opens_on") and not self.errors:
            self.add_error(
                "opens_on", _("Write the last day. If there is no deadline, write since when applications are taken.")
            )
        return cleaned


class EnterForm(CallForm):
    """A call of a grant that is there, or of one that begins here.

    site: whose grants and funders can be chosen.
    """

    grant = forms.ModelChoiceField(
        GrantProgramme.objects.none(), label=pgettext_lazy("grants", "grant"), required=False,
        empty_label=_("A grant that is not in the list yet"),
        help_text=_("The grant that this is a call of. A new one is written below."),
    )  # fmt: skip
    new_name = forms.CharField(
        label=_("name of the new grant"), required=False, max_length=160, validators=[no_control_characters],
        help_text=_("As the funder writes it, without the year."),
    )  # fmt: skip
    funder = forms.ModelChoiceField(
        Funder.objects.none(), label=pgettext_lazy("grants", "funder"), required=False,
        empty_label=_("A funder that is not in the list yet"), help_text=_("Only for a new grant."),
    )  # fmt: skip
    new_funder = forms.CharField(
        label=_("name of the new funder"), required=False, max_length=120, validators=[no_control_characters],
        help_text=_("A section of a city is written behind the city."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("summary of the new grant"), required=False, max_length=500, validators=[no_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences: what it is for and for whom. Shown in lists too."),
    )  # fmt: skip

    def __init__(self, *args: Any, site: Any, grant: GrantProgramme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["grant"].queryset = GrantProgramme.objects.filter(site=site)
        self.fields["funder"].queryset = Funder.objects.filter(site=site)
        self.initial.setdefault("grant", grant.pk if grant else None)
        self.order_fields(["grant", "new_name", "funder", "new_funder", "summary", *CALL_FIELDS])

    @property
    def about_grant(self) -> list[Any]:
        return [self["grant"]]

    @property
    def about_new_grant(self) -> list[Any]:
        return [self[name] for name in ("new_name", "funder", "new_funder", "summary")]

    @property
    def about_days(self) -> list[Any]:
        return [self[name] for name in ("closes_on", "closes_time", "closing_kind", "opens_on")]

    @property
    def about_money(self) -> list[Any]:
        return [self[name] for name in ("amount_min", "amount_max", "rate", "guidelines_url")]

    @property
    def about_more(self) -> list[Any]:
        return [self[name] for name in ("decision_on", "decision_month", "for_fy", "label", "label_en")]

    @property
    def begins_a_grant(self) -> bool:
        """Whether what concerns a new grant is to be unfolded."""
        return any(self[name].value() or self[name].errors for name in ("new_name", "new_funder", "summary"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("grant"):
            return cleaned
        name = cleaned.get("new_name")
        if not name:
            self.add_error("grant", _("Choose a grant, or write the name of a new one below."))
        elif not cleaned.get("funder") and not cleaned.get("new_funder"):
            self.add_error("funder", _("Choose who gives the money, or write the name of a new funder below."))
        elif self._same_grants(cleaned).filter(name=name).exists():
            self.grant_is_there()
        return cleaned

    def _same_grants(self, cleaned: dict[str, Any]) -> Any:
        """The grants of the funder, who may be in the list although her name was written once more."""
        grants = GrantProgramme.objects.filter(site=self.site)
        if cleaned.get("funder"):
            return grants.filter(funder=cleaned["funder"])
        return grants.filter(funder__name=cleaned["new_funder"])

    def grant_is_there(self) -> None:
        """Say that the new grant is none."""
        self.add_error("new_name", _("This funder’s grant is there already."))

    def _post_clean(self) -> None:
        # The model's own checks need a grant; one that is still to be made has no facts that could contradict.
        self.instance.programme = self.cleaned_data.get("grant") or GrantProgramme(site=self.site)
        super()._post_clean()


class ProgrammeForm(WagtailAdminModelForm):
    """The facts of a grant; only what belongs to its site, or to all, can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)
        site = self.instance.site_id
        own = {"funder": True, "next_step": True, "areas": False}
        for name, only in own.items():
            if name not in self.fields:
                continue
            field = self.fields[name]
            model = field.queryset.model  # type: ignore[attr-defined]
            rows = model.objects.filter(site=site)
            field.queryset = rows if only else rows | model.objects.filter(site=None)  # type: ignore[attr-defined]
        if "next_step" in self.fields and self.instance.pk:
            field = self.fields["next_step"]
            field.queryset = field.queryset.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
