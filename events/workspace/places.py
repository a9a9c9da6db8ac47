"""What can be booked, and how many there may be: offerings, capacities, interpreters, childcare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cms.core.spoken_dates import say_span
from events.registration import services
from events.registration.choices import AllocationState, OfferingKind, PoolUnit, SpokenLanguage
from events.registration.messages import language
from events.registration.models import Allocation, CapacityPool, Offering, OfferingPool

from .dates import note, pools_when_needed
from .frame import FormView
from .once import AddView
from .overview import NothingForm

OFFERING_FIELDS = ["name", "name_en", "close_days_before", "close_time", "party_min", "party_max", "is_closed"]


class OfferingForm(forms.ModelForm):
    """The name, the deadline and the size of parties."""

    class Meta:
        model = Offering
        fields = OFFERING_FIELDS
        widgets = {"close_time": forms.TimeInput({"type": "time"}, format="%H:%M")}


class EditOfferingView(FormView):
    """Changes what one books; who has registered keeps what she has."""

    tab = "dates"
    action = "change"
    screen = gettext_lazy("What one books")
    form_class: Any = OfferingForm

    def form_arguments(self) -> dict[str, Any]:
        rows = Offering.objects.select_related("event").prefetch_related("sessions")
        return {"instance": self.get_object(rows, pk=self.kwargs["offering"])}

    def perform(self, form: Any) -> Any:
        row = form.save()
        if form.changed_data:
            note(self, [f"offering.{name}" for name in sorted(form.changed_data)], offering=row.pk)
        return row


class DeleteOfferingView(FormView):
    """Takes away what can be booked by mistake."""

    tab = "dates"
    action = "change"
    screen = gettext_lazy("Take away what one books")
    form_class: Any = NothingForm
    button = gettext_lazy("Take it away")
    done = gettext_lazy("It can no longer be booked.")
    is_final = True
    about = gettext_lazy("It disappears from the form with the places that it alone has. Its dates stay.")

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> Any:
        row = self.get_object(Offering.objects.all(), pk=self.kwargs["offering"])
        return services.remove_offering(offering=row.pk, by=self.request.user, now=timezone.now())


class NewOfferingForm(OfferingForm):
    """What one books of dates that are there already: a whole course, or one of them once more."""

    sessions = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("dates"), widget=forms.CheckboxSelectMultiple,  # type: ignore[arg-type]
        error_messages={"required": gettext_lazy("Choose the dates that one books.")},
    )  # fmt: skip
    shares = forms.BooleanField(
        label=gettext_lazy("takes from the places of these dates"), required=False,
        help_text=gettext_lazy(
            "For a whole course whose dates can be booked one by one too. Otherwise it has places of its own."
        ),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=gettext_lazy("how many places"), required=False, min_value=0, max_value=100000,
        help_text=gettext_lazy("Empty for no limit. For example: 30"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("counted"), choices=PoolUnit.choices)

    field_order = ["sessions", "name", "name_en", "shares", "capacity", "unit"]

    def __init__(self, *args: Any, event: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        rows = event.sessions.held()
        field: Any = self.fields["sessions"]
        field.queryset = rows
        field.label_from_instance = _date_of
        field.initial = [row.pk for row in rows]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("shares") and typed.get("sessions") and not _pools_of(typed["sessions"]):
            self.add_error("shares", _("These dates have no places of their own yet."))
        return typed


def _date_of(session: Any) -> str:
    return f"{say_span(session.starts_at, session.ends_at, language=language())} {session.display_name}".strip()


def _pools_of(sessions: Any) -> list[CapacityPool]:
    """Return the pools that bookings of the single dates always take from."""
    takes = OfferingPool.objects.filter(offering__sessions__in=sessions, when_needed=False)
    singles = takes.exclude(offering__kind=OfferingKind.COURSE).values("pool")
    return list(CapacityPool.objects.filter(pk__in=singles))


class AddOfferingView(AddView):
    """Makes something else bookable."""

    tab = "dates"
    action = "change"
    screen = gettext_lazy("Add what one books")
    form_class: Any = NewOfferingForm
    button = pgettext_lazy("workspace", "Add")
    done = gettext_lazy("It can be booked now.")

    def form_arguments(self) -> dict[str, Any]:
        return {"event": self.event, "initial": {"unit": PoolUnit.PERSON}}

    def add(self, form: Any) -> Any:
        typed = form.cleaned_data
        sessions = list(typed["sessions"])
        kind = OfferingKind.COURSE if len(sessions) > 1 else OfferingKind.SESSION
        if typed["unit"] == PoolUnit.PARTY and kind == OfferingKind.SESSION:
            kind = OfferingKind.SLOT
        row = services.add_offering(
            event=self.event, sessions=sessions, capacity=typed["capacity"], unit=typed["unit"], kind=kind,
            pools=_pools_of(sessions) if typed["shares"] else (), when_needed=pools_when_needed(self.event),
            **{name: typed[name] for name in OFFERING_FIELDS},
        )  # fmt: skip
        if self.event.status != "draft":
            services.announce(event=self.event, now=timezone.now())
        note(self, ["offerings"], offering=row.pk)
        return row


class CapacityForm(forms.Form):
    """How many there may be."""

    capacity = forms.IntegerField(
        label=gettext_lazy("how many"), required=False, min_value=0, max_value=100000,
        help_text=gettext_lazy("Empty for no limit. For example: 30"),
    )  # fmt: skip


class CapacityView(FormView):
    """More or fewer places, after saying what that does to whom."""

    tab = "dates"
    action = "change"
    form_class: Any = CapacityForm
    button = gettext_lazy("Change the number")
    done = gettext_lazy("The number is changed.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.pool_pk = kwargs["pool"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def pool(self) -> CapacityPool:
        return self.get_object(CapacityPool.objects.all(), pk=self.pool_pk)  # type: ignore[no-any-return]

    @property
    def screen(self) -> str:  # type: ignore[override]
        return _("How many: %(what)s") % {"what": self.pool.display_name}

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"capacity": self.pool.capacity}}

    def consequences(self, form: Any) -> list[Any]:
        if not form.changed_data:
            return []
        pool, wanted = self.pool, form.cleaned_data["capacity"]
        queued = Allocation.objects.filter(pool=pool, state=AllocationState.QUEUED).count()
        if wanted is not None and wanted < pool.held:
            return [
                ngettext(
                    "%(n)d is given already. Nobody loses it; nobody new gets in until enough have been given back.",
                    "%(n)d are given already. Nobody loses it; nobody new gets in until enough have been given back.",
                    pool.held,
                ) % {"n": pool.held}
            ]  # fmt: skip
        more = pool.capacity is not None and (wanted is None or wanted > pool.capacity)
        if more and queued:
            return [
                ngettext(
                    "%(n)d party waits for it. What becomes free goes down the queue, and who gets it is told.",
                    "%(n)d parties wait for it. What becomes free goes down the queue, and who gets it is told.",
                    queued,
                ) % {"n": queued}
            ]  # fmt: skip
        return []

    def perform(self, form: Any) -> Any:
        return services.set_capacity(
            pool=self.pool_pk, capacity=form.cleaned_data["capacity"], by=self.request.user, now=timezone.now()
        )


class DeletePoolView(FormView):
    """Takes interpreters, childcare and the like away that nobody has asked for."""

    tab = "dates"
    action = "change"
    form_class: Any = NothingForm
    button = gettext_lazy("Take it away")
    done = gettext_lazy("People can no longer ask for it.")
    is_final = True
    about = gettext_lazy("It disappears from the form: nobody can ask for it any more.")

    @property
    def screen(self) -> str:  # type: ignore[override]
        return _("Take away: %(what)s") % {"what": self.pool().display_name}

    def pool(self) -> CapacityPool:
        rows = CapacityPool.objects.exclude(taken_by__when_needed=False)
        return self.get_object(rows, pk=self.kwargs["pool"])  # type: ignore[no-any-return]

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> Any:
        return services.remove_pool(pool=self.pool().pk, by=self.request.user, now=timezone.now())


class InterpretersForm(CapacityForm):
    """A language and how many parties can have an interpreter at the same time."""

    language = forms.ChoiceField(label=gettext_lazy("language"), choices=SpokenLanguage.choices)
    field_order = ["language", "capacity"]


class AddInterpretersView(AddView):
    """Interpreters of a language, one for each party that asks."""

    tab = "dates"
    action = "change"
    screen = gettext_lazy("Add interpreters")
    form_class: Any = InterpretersForm
    button = pgettext_lazy("workspace", "Add")
    done = gettext_lazy("People can ask for it now.")
    about = gettext_lazy(
        "Each party that asks for one takes one. When all are taken, the party has its place and waits for an "
        "interpreter."
    )

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"language": SpokenLanguage.ENGLISH, "capacity": 1}}

    def add(self, form: Any) -> Any:
        typed = form.cleaned_data
        pool = services.add_interpreters(event=self.event, language=typed["language"], capacity=typed["capacity"])
        note(self, ["interpreters"], pool=pool.pk)
        return pool


class AddChildcareView(AddView):
    """How many children can be looked after."""

    tab = "dates"
    action = "change"
    screen = pgettext_lazy("workspace", "Add childcare")
    form_class: Any = CapacityForm
    button = pgettext_lazy("workspace", "Add")
    done = gettext_lazy("People can ask for it now.")
    about = gettext_lazy("Each child takes one. When all are taken, the party has its place and waits for childcare.")

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"capacity": 5}}

    def add(self, form: Any) -> Any:
        pool = services.add_childcare(event=self.event, capacity=form.cleaned_data["capacity"])
        note(self, ["childcare"], pool=pool.pk)
        return pool
