"""日時と場所: the dates, what can be booked of them, and how many places there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.registration import services
from events.registration.choices import Action, AllocationState, PoolKind, PoolUnit
from events.registration.models import Allocation, Registration, Session, Venue
from events.registration.services.journal import record_for_event
from events.registration.states import ACTIVE
from events.registration.texts import no_control_characters

from . import their_languages
from .frame import EventView, FormView
from .once import AddView
from .overview import CancelForm, NothingForm, who_is_told


class DatesView(EventView):
    """All dates, bookable things and capacities of the event."""

    tab = "dates"
    template_name = "events/admin/dates.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        now = timezone.now()
        free = services.availability_of(event=self.event, now=now)
        queued = Allocation.objects.filter(pool__event=self.event, state=AllocationState.QUEUED)
        waiting = list(queued.values_list("pool", flat=True))
        rows = self.event.pools.order_by("kind", "pk").prefetch_related("offerings__sessions", "taken_by")
        pools = [
            {"pool": pool, "waiting": waiting.count(pool.pk),
             "may_go": all(take.when_needed for take in pool.taken_by.all())}
            for pool in rows
        ]  # fmt: skip
        return self.render_to_response(
            self.get_context_data(
                sessions=list(self.event.sessions.select_related("venue")),
                parts=free.offerings,
                pools=pools,
                now=now,
            )
        )


def venues_of(event: Any) -> Any:
    """Return the venues that an event of this site may take place at."""
    return Venue.objects.filter(site=event.site) | Venue.objects.filter(site=None)


class PlaceForm(forms.Form):
    """A day with two times, and where."""

    day = forms.DateField(label=gettext_lazy("day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    starts = forms.TimeField(
        label=pgettext_lazy("date of an event", "starts"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=pgettext_lazy("date of an event", "ends"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("An earlier time than the start means the next day."),
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=gettext_lazy("venue"), required=False,
        help_text=gettext_lazy("Leave it empty for an online event."),
    )  # fmt: skip
    room = forms.CharField(
        label=gettext_lazy("room"), max_length=100, required=False, validators=[no_control_characters],
        help_text=gettext_lazy("For example: 第1会議室"),
    )  # fmt: skip

    def __init__(self, *args: Any, event: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        if "venue" in self.fields:
            self.fields["venue"].queryset = venues_of(event)  # type: ignore[attr-defined]

    def span(self) -> tuple[datetime, datetime]:
        """Return start and end on the clock of the event's place."""
        day, zone = self.cleaned_data["day"], self.event.zone
        start = make_aware(datetime.combine(day, self.cleaned_data["starts"]), zone)
        end = make_aware(datetime.combine(day, self.cleaned_data["ends"]), zone)
        return start, end if end > start else end + timedelta(days=1)


class NewDateForm(PlaceForm):
    """A date together with what one books of it, which is what most events need."""

    name = forms.CharField(
        label=gettext_lazy("name"), max_length=100, required=False, validators=[no_control_characters],
        help_text=gettext_lazy("Only where dates have names, for example: 第1回 ちらしの基本"),
    )  # fmt: skip
    name_en = forms.CharField(
        label=gettext_lazy("English name"), max_length=100, required=False, validators=[no_control_characters]
    )
    bookable = forms.BooleanField(label=gettext_lazy("One registers for this date"), required=False, initial=True)
    capacity = forms.IntegerField(
        label=gettext_lazy("how many places"), required=False, min_value=0, max_value=100000,
        help_text=gettext_lazy("Empty for no limit. For example: 30"),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("counted"), choices=PoolUnit.choices,
        help_text=gettext_lazy("At a consultation, a family takes one place together."),
    )  # fmt: skip
    close_days_before = forms.IntegerField(
        label=gettext_lazy("closes how many days before"), required=False, min_value=0, max_value=365,
        help_text=gettext_lazy("For example: 7. When empty, the event's own deadline counts, or the start."),
    )  # fmt: skip
    close_time = forms.TimeField(
        label=gettext_lazy("at what time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("When empty, at 17:00."),
    )  # fmt: skip


class AddDateView(AddView):
    """Adds a date, and on the same screen what one books of it."""

    tab = "dates"
    action = "change"
    screen = gettext_lazy("Add a date")
    form_class: Any = NewDateForm
    button = gettext_lazy("Add the date")
    done = gettext_lazy("The date is added.")

    def form_arguments(self) -> dict[str, Any]:
        last = self.event.sessions.order_by("-starts_at").first()
        initial: dict[str, Any] = {"unit": PoolUnit.PERSON, "bookable": True}
        if last is not None:
            initial |= {
                "venue": last.venue_id, "room": last.room, "starts": timezone.localtime(last.starts_at).time(),
                "ends": timezone.localtime(last.ends_at).time(),
                "day": timezone.localdate(last.starts_at) + timedelta(days=7),
            }  # fmt: skip
            pool = self.event.pools.filter(kind=PoolKind.SEAT).order_by("-pk").first()
            offering = self.event.offerings.order_by("-position").first()
            if pool is not None and offering is not None:
                initial |= {"capacity": pool.capacity, "unit": pool.unit, "close_time": offering.close_time,
                            "close_days_before": offering.close_days_before}  # fmt: skip
        return {"event": self.event, "initial": initial}

    def add(self, form: Any) -> Any:
        typed = form.cleaned_data
        starts_at, ends_at = form.span()
        session = Session.objects.create(
            event=self.event, starts_at=starts_at, ends_at=ends_at, venue=typed["venue"], room=typed["room"],
            name=typed["name"], name_en=typed["name_en"], position=self.event.sessions.count() + 1,
        )  # fmt: skip
        if typed["bookable"]:
            kind = "slot" if typed["unit"] == PoolUnit.PARTY else "session"
            services.add_offering(
                event=self.event, sessions=[session], capacity=typed["capacity"], unit=typed["unit"], kind=kind,
                when_needed=pools_when_needed(self.event), close_days_before=typed["close_days_before"],
                close_time=typed["close_time"],
            )  # fmt: skip
            if self.event.status != "draft":
                services.announce(event=self.event, now=timezone.now())
        note(self, ["sessions"])
        return session


def pools_when_needed(event: Any) -> list[Any]:
    """Return the pools that every bookable thing of the event takes from when somebody asks for it."""
    return list(event.pools.filter(kind__in=[PoolKind.INTERPRETER, PoolKind.CHILDCARE]))


def note(view: EventView, fields: list[str], **data: Any) -> None:
    """Write down that somebody changed the set-up of the event."""
    record_for_event(
        event=view.event, action=Action.CHANGED, now=timezone.now(), by=view.request.user,
        data={"fields": fields, **data},
    )  # fmt: skip


class SessionView(FormView):
    """A screen about one date."""

    tab = "dates"
    action = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.session_pk = kwargs["session"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def session(self) -> Session:
        return self.get_object(Session.objects.select_related("venue"), pk=self.session_pk)  # type: ignore[no-any-return]

    def concerned(self) -> Any:
        return Registration.objects.filter(offering__sessions=self.session_pk, state__in=ACTIVE).distinct()


class MoveForm(CancelForm, PlaceForm):
    """Where a date moves to, and why."""

    def field_for(self, name: str) -> str:
        """Return the field that what a service says of a date is about."""
        return {"starts_at": "day", "ends_at": "ends"}.get(name, name)


class MoveSessionView(SessionView):
    """Moves a date in time or place; everybody concerned is told."""

    screen = gettext_lazy("Move the date")
    form_class: Any = MoveForm
    button = gettext_lazy("Move it")
    done = gettext_lazy("The date is moved.")
    changes_people = True

    def form_arguments(self) -> dict[str, Any]:
        row = self.session
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        initial = {"day": start.date(), "starts": start.time(), "ends": end.time(), "venue": row.venue_id,
                   "room": row.room}  # fmt: skip
        return {"event": self.event, "initial": initial, "readers": their_languages.readers_of(self.concerned())}

    def consequences(self, form: Any) -> list[Any]:
        changed = {"day", "starts", "ends", "venue", "room"} & set(form.changed_data)
        if not changed or not self.concerned().exists():
            return []
        said = [_("Registrations stay valid, and calendar entries move along."), *who_is_told(self.concerned())]
        return [*said, *their_languages.told_in_another(form.why.said_to(row.locale) for row in self.concerned())]

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        starts_at, ends_at = form.span()
        row = self.session
        if self.event.status == "draft" and not self.concerned().exists():
            row.starts_at, row.ends_at, row.venue, row.room = starts_at, ends_at, typed["venue"], typed["room"]
            row.save()
            note(self, ["sessions"])
            return row
        return services.reschedule(
            session=row.pk, starts_at=starts_at, ends_at=ends_at, by=self.request.user, now=timezone.now(),
            venue=typed["venue"], room=typed["room"], why=form.why, without_venue=typed["venue"] is None,
        )  # fmt: skip


class CancelSessionView(SessionView):
    """Calls one date off."""

    screen = gettext_lazy("Call this date off")
    form_class: Any = CancelForm
    button = gettext_lazy("Call it off and tell everybody")
    done = gettext_lazy("The date is called off and everybody is told.")
    is_final = True
    changes_people = True

    def form_arguments(self) -> dict[str, Any]:
        return super().form_arguments() | {"readers": their_languages.readers_of(self.concerned())}

    def consequences(self, form: Any) -> list[Any]:
        said = [_("What can be booked for this date only is cancelled with it. This cannot be undone.")]
        lacking = their_languages.told_in_another(form.why.said_to(row.locale) for row in self.concerned())
        return [*said, *who_is_told(self.concerned()), *lacking]

    def perform(self, form: Any) -> Any:
        return services.cancel_session(
            session=self.session_pk, by=self.request.user, now=timezone.now(), why=form.why,
        )  # fmt: skip


class DeleteSessionView(SessionView):
    """Takes a date away that was a mistake; one that people registered for is called off instead."""

    screen = gettext_lazy("Take the date away")
    form_class: Any = NothingForm
    button = gettext_lazy("Take it away")
    done = gettext_lazy("The date is taken away.")
    is_final = True

    about = gettext_lazy("The date disappears with what can be booked for it only. Nobody is told.")

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> Any:
        return services.remove_session(session=self.session.pk, by=self.request.user, now=timezone.now())


class NameSessionView(SessionView):
    """Changes what a date is called; calendar entries and mails say it from then on, and nobody is told."""

    screen = gettext_lazy("Name of the date")
    about = gettext_lazy("Day, time and place are changed with “Move”: then everybody concerned is told.")

    class form_class(forms.ModelForm):
        class Meta:
            model = Session
            fields = ["name", "name_en"]

    def form_arguments(self) -> dict[str, Any]:
        return {"instance": self.session}

    def perform(self, form: Any) -> Any:
        if form.changed_data:
            form.save()
            note(self, [f"session.{name}" for name in sorted(form.changed_data)], session=self.session_pk)
