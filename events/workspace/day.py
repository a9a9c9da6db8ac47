"""当日: who is there: by code, by camera, by the list; and people who simply turn up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from cms.core.impossible_keys import typed_key
from events.registration import services
from events.registration.choices import CheckInMethod, Source
from events.registration.codes import read_code
from events.registration.exceptions import Refused
from events.registration.models import Attendance, Member, Registration, Session
from events.registration.outcomes import CheckedIn
from events.registration.party import Party
from events.registration.texts import one_line

from . import permissions
from .frame import EventView, FormView, address
from .lists import needs_of

LONGEST_WITHOUT_CONNECTION = timedelta(days=1)


class DayView(EventView):
    """The dates with how many are expected and how many came."""

    tab = "day"
    template_name = "events/admin/day.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        now, found = timezone.now(), []
        came: dict[int, int] = {}
        for pk in Attendance.objects.filter(session__event=self.event).values_list("session", flat=True):
            came[pk] = came.get(pk, 0) + 1
        expected = Member.objects.filter(
            registration__event=self.event, registration__state="confirmed", cancelled_at=None
        )
        counts: dict[int, int] = {}
        for pk in expected.values_list("registration__offering__sessions", flat=True):
            counts[pk] = counts.get(pk, 0) + 1
        for session in self.event.sessions.held().select_related("venue"):
            found.append({"session": session, "came": came.get(session.pk, 0), "expected": counts.get(session.pk, 0),
                          "is_today": timezone.localdate(session.starts_at) == timezone.localdate(now)})  # fmt: skip
        return self.render_to_response(self.get_context_data(sessions=found))


class CheckInView(EventView):
    """The door of one date. A code that is sent twice is the same as once."""

    tab = "day"
    template_name = "events/admin/check_in.html"

    def session(self) -> Session:
        return self.get_object(Session.objects.select_related("venue", "event"), pk=self.kwargs["session"])  # type: ignore[no-any-return]

    @property
    def screen(self) -> str:  # type: ignore[override]
        return _("Reception")

    def get(self, request: HttpRequest, event: int, session: int) -> HttpResponse:
        row = self.session()
        may = permissions.changes_people(request.user)
        labels = {"came": _("Check in: %(name)s"), "undo": _("Take back: %(name)s")} if may else {}
        shown = [_line(line, row.pk, labels) for line in services.roster(session=row)]
        walk_ins = Registration.objects.filter(
            offering__sessions=row, source=Source.WALK_IN, state="confirmed"
        ).distinct()
        return self.render_to_response(
            self.get_context_data(
                session=row, not_today=not_today(row, now=timezone.now()), lines=shown,
                came=sum(each["attended"] for each in shown), expected=len(shown),
                walk_ins=sum(each.seats for each in walk_ins),
                labels={name: text % {"name": "{name}"} for name, text in labels.items()},
            )
        )  # fmt: skip

    def post(self, request: HttpRequest, event: int, session: int) -> HttpResponse:
        self.changes_people = True
        self._check(request)
        try:
            answer = {"ok": True} | self._do(request)
        except Refused as refusal:
            answer = {"ok": False, "said": str(refusal.message)}
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(answer)
        (messages.success if answer["ok"] else messages.error)(request, answer["said"])
        return self.to("check_in", session)

    def _do(self, request: HttpRequest) -> dict[str, Any]:
        """Do what was asked, and return what to say and of which members it is true now that they came."""
        member = next((request.POST[name] for name in ("came", "undo") if name in request.POST), "")
        what: dict[str, Any] = {
            "session": self.session().pk, "by": request.user, "nonce": one_line(request.POST.get("nonce", ""))[:64],
            "now": when(request.POST.get("at", ""), now=timezone.now()),
        }  # fmt: skip
        if member:
            person = self._member(member)
            what |= {"registration": person.registration_id, "members": [person.pk]}
            if "undo" in request.POST:
                services.undo_check_in(**what)
                return {"said": _("Taken back."), "members": [person.pk], "came": False}
            method = CheckInMethod.LIST
        else:
            what["registration"] = self._by_code(request.POST.get("code", "")).pk
            method = CheckInMethod.QR if request.POST.get("method") == "qr" else CheckInMethod.CODE
        done = services.check_in(method=method, **what)
        came = Attendance.objects.filter(session=done.session, member__in=done.members)
        return {"said": say(done), "members": list(came.values_list("member", flat=True)), "came": True}

    def _member(self, typed: str) -> Member:
        found = Member.objects.filter(registration__event=self.event, pk=typed_key(typed)).first()
        if found is None:
            raise NobodyFound
        return found

    def _by_code(self, typed: str) -> Registration:
        """Find the party by what was typed or read: the booking number alone, or an address that ends with it."""
        parts = [typed, *re.findall(r"[A-Za-z0-9]{10}", typed)]
        codes = [code for code in map(read_code, parts) if code]
        found = Registration.objects.filter(event=self.event, code__in=codes).first()
        if found is None:
            raise NobodyFound
        return found


def _line(line: Any, session: int, labels: Mapping[str, str]) -> dict[str, Any]:
    """One person of the list at the door. All words are here: a template would look them up for each of thousands."""
    attended, registration = line.attended[session], line.registration
    name = line.name or registration.name
    label = labels.get("undo" if attended else "came", "")
    return {
        "member": str(line.member.pk), "code": registration.code, "spaced_code": registration.spaced_code,
        "name": name, "kana": line.kana, "needs": needs_of(line), "attended": attended,
        "shown": line.name or _("%(name)s, person %(n)s") % {"name": name, "n": line.number},
        "label": label % {"name": name} if label else "",
    }  # fmt: skip


def not_today(session: Session, *, now: datetime) -> str:
    """Return in a sentence how far a date is from today, by the clock of the active time zone; "" while it is today."""
    today = timezone.localdate(now)
    first, last = timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)
    if today < first:
        days = (first - today).days
        return ngettext(
            "This date is not today but in %(n)d day: is it the right one?",
            "This date is not today but in %(n)d days: is it the right one?", days,
        ) % {"n": days}  # fmt: skip
    days = (today - last).days
    return "" if days <= 0 else ngettext(
        "This date is not today: it was %(n)d day ago.", "This date is not today: it was %(n)d days ago.", days
    ) % {"n": days}  # fmt: skip


def when(typed: str, *, now: datetime) -> datetime:
    """Return when somebody came: now, or what a device says that had no connection, at most a day ago.

    typed: milliseconds since 1970.
    """
    if not re.fullmatch(r"[0-9]{1,13}", typed):
        return now
    return min(now, max(now - LONGEST_WITHOUT_CONNECTION, datetime.fromtimestamp(int(typed) / 1000, UTC)))


class NobodyFound(Refused):
    message = gettext_lazy("No registration of this event has this number. Look for the name in the list below.")


def say(done: CheckedIn) -> str:
    """Return in a sentence who was checked in."""
    name = done.registration.name
    if done.already:
        return _("%(name)s had been checked in before.") % {"name": name}
    people = len(done.members)
    return ngettext("%(name)s: %(n)d person checked in.", "%(name)s: %(n)d people checked in.", people) % {
        "name": name, "n": people,
    }  # fmt: skip


class WalkInForm(forms.Form):
    """Somebody who simply turned up."""

    name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=100)
    kana = forms.CharField(label=gettext_lazy("reading"), max_length=150, required=False)
    phone = forms.CharField(label=gettext_lazy("telephone"), max_length=40, required=False)
    seats = forms.IntegerField(label=pgettext_lazy("party", "people"), min_value=1, max_value=99, initial=1)
    beyond = forms.BooleanField(
        label=gettext_lazy("there is room although all places are given"), required=False,
        help_text=gettext_lazy("The log keeps that it was beyond the capacity."),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)


class WalkInView(FormView):
    """Gives people who turn up a place and checks them in at once."""

    tab = "day"
    changes_people = True
    screen = gettext_lazy("Somebody without registration")
    form_class: Any = WalkInForm
    button = gettext_lazy("Register and check in")
    done = gettext_lazy("Registered and checked in.")

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"key": uuid4().hex, "seats": 1}}

    def perform(self, form: Any) -> Any:
        session = self.get_object(Session.objects.all(), pk=self.kwargs["session"])
        typed = form.cleaned_data
        party = Party(**{name: typed[name] for name in ("name", "kana", "phone", "seats")})
        return services.walk_in(
            session=session.pk, party=party, idem_key=typed["key"], by=self.request.user, now=timezone.now(),
            beyond_capacity=typed["beyond"],
        )  # fmt: skip

    @property
    def back_to(self) -> str:
        return address("check_in", self.event.pk, self.kwargs["session"])
