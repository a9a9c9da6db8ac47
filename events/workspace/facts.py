"""What kind of event it is, and by which rules one gets a place: two forms of the same row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.core import sites
from events.registration import services
from events.registration.choices import Action
from events.registration.models import Event
from events.registration.services.journal import record_for_event

from .frame import FormView
from .zones import zones


@dataclass(frozen=True)
class Group:
    """Fields under a heading."""

    label: Any
    fields: list[Any]
    help: Any = ""


class Moment(forms.DateTimeInput):
    """The browser's own field for a day with a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class GroupedForm(forms.ModelForm):
    """A form of the event's row in groups. `grouped`: (heading, names of fields)."""

    grouped: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    @property
    def groups(self) -> list[Group]:
        return [Group(label, [self[name] for name in names]) for label, names in self.grouped]


FACTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What it is"), ("kind", "mode", "audience", "place", "place_en", "online_url", "online_reveal_hours", "tz")),
    (_("Fee"), ("fee_yen", "fee_note", "fee_note_en")),
    (pgettext_lazy("event", "Help"), ("childcare", "sign_language", "captioning", "wheelchair")),
    (_("Whom to ask"), ("contact_name", "contact_name_en", "contact_phone", "contact_extension", "contact_email")),
    (_("What it belongs to"), ("activity_key", "edition", "fiscal_year", "recording_url")),
)
RULES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("How one registers"), ("booking", "booking_url", "opens_at", "closes_at", "verify_first")),
    (_("Who gets a place"), ("selection", "waitlist", "offer_hours", "fill", "party_max", "duplicates", "few_left")),
    (_("Afterwards"), ("reminder_days", "retention_days")),
)


class FactsForm(GroupedForm):
    """Kind, audience, fee, help, whom to ask, and the activity of which it is an edition."""

    grouped = FACTS
    activity_key = forms.UUIDField(required=False)

    class Meta:
        model = Event
        fields = [name for _label, names in FACTS for name in names]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_the_zone()
        model_field = Event._meta.get_field("activity_key")
        self.fields["activity_key"] = forms.TypedChoiceField(
            choices=[("", _("(none)")), *activities(self.instance.site)], coerce=lambda value: value or None,
            empty_value=None, required=False, label=model_field.verbose_name, help_text=model_field.help_text,
        )  # fmt: skip

    def _ask_for_the_zone(self) -> None:
        """Once there are dates the clock stands still: another zone would silently move them all."""
        known = Event._meta.get_field("tz")
        self.fields["tz"] = forms.ChoiceField(
            choices=zones(get_language() or "ja"), label=known.verbose_name, help_text=known.help_text,
            disabled=self.instance.sessions.exists(),
        )  # fmt: skip
        if self.fields["tz"].disabled:
            self.fields["tz"].help_text = _("There are dates already. To change it, take them out first.")


def activities(site: Site) -> list[tuple[str, str]]:
    """Return the activities of a site, by the key of their pages, named in the language nearest to the person's."""
    below = Q(pk__in=[])
    for root in sites.root_paths():  # one in each language
        if root.site_id == site.pk:
            below |= Q(url_path__startswith=root.root_path)
    pages = apps.get_model("activities.ActivityPage").objects.filter(below)
    code = get_language() or "ja"
    found: dict[str, str] = {}
    for page in sorted(pages.select_related("locale").defer("body"), key=lambda p: p.locale.language_code != code):
        found.setdefault(str(page.translation_key), page.title)
    return sorted(found.items(), key=lambda item: item[1])


class RulesForm(GroupedForm):
    """Opening, deadline, selection, waiting list, and how long what is kept."""

    grouped = RULES

    class Meta:
        model = Event
        fields = [name for _label, names in RULES for name in names]
        widgets = {"opens_at": Moment, "closes_at": Moment}


class FactsView(FormView):
    """The event's facts. Saved live and logged by the names of the fields, never by what was written."""

    action = "change"
    screen = _("Kind, audience, fee, help, whom to ask")
    form_class: Any = FactsForm

    def form_arguments(self) -> dict[str, Any]:
        return {"instance": Event.objects.select_related("site").get(pk=self.event.pk)}

    def perform(self, form: Any) -> Any:
        if not form.changed_data:
            return self.event
        # Only what was changed here: a colleague may have saved something else meanwhile.
        form.instance.save(update_fields=[*form.changed_data, "updated_at"])
        now = timezone.now()
        record_for_event(
            event=self.event, action=Action.CHANGED, now=now, by=self.request.user,
            data={"fields": sorted(form.changed_data)},
        )  # fmt: skip
        return form.instance


class RulesView(FactsView):
    """The rules of registration. Who has a place keeps it, whatever is changed."""

    tab = "dates"
    screen = _("How one registers")
    form_class: Any = RulesForm
    about = _("Who has registered keeps what she has; new rules hold from now on.")

    def perform(self, form: Any) -> Any:
        event = super().perform(form)
        if event.status != "draft":
            # A draw that is chosen now gets its sealed seed before anybody else applies.
            services.announce(event=event, now=timezone.now())
        return event
