"""A booking of one's own: see it, change it, move it, give places back, cancel it. GET shows, POST acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.registration import booking_page, links, services, tokens
from events.registration.exceptions import ChangedMeanwhile, Refused
from events.registration.forms import AtOnceForm, ChangeForm, GiveBackForm, MoveForm
from events.registration.forms.initial import of_registration
from events.registration.kept import kept
from events.registration.models import Registration
from events.registration.questions import read_schema
from events.registration.tokens import Purpose

from .bookings import opened_by, said

manage = opened_by(Purpose.MANAGE)


@manage
def show(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """The booking with all that can be done with it."""
    context = booking_page.context(registration, token=token, now=timezone.now())
    done = booking_page.said_after(request.GET.get("done", ""), registration)
    return render(request, "event_registration/booking.html", context | {"done": done})


@manage
def cancel(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    return _act(
        request, registration, token, "event_registration/cancel.html",
        lambda data: AtOnceForm(data, request=request, initial=_seen(registration)),
        lambda form: services.cancel(registration=registration.pk, now=timezone.now(), version=form.seen),
    )  # fmt: skip


@manage
def give_back(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    if registration.members.filter(cancelled_at__isnull=True).count() < 2:
        return HttpResponseRedirect(_booking(request, "give-back"))

    def form_of(data: Any) -> GiveBackForm:
        members = list(registration.members.filter(cancelled_at__isnull=True))
        return GiveBackForm(data, request=request, members=members, initial=_seen(registration))

    return _act(
        request, registration, token, "event_registration/give_back.html", form_of,
        lambda form: services.give_back(
            registration=registration.pk, members=form.cleaned_data["members"], now=timezone.now(), version=form.seen
        ),
    )  # fmt: skip


@manage
def move(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    others = booking_page.other_dates(registration, now=timezone.now())
    if not others:
        return HttpResponseRedirect(_booking(request, "move"))
    return _act(
        request, registration, token, "event_registration/move.html",
        lambda data: MoveForm(data, request=request, others=others, initial=_seen(registration)),
        lambda form: services.move(
            registration=registration.pk, offering=int(form.cleaned_data["offering"]), now=timezone.now(),
            may_wait=True, version=form.seen,
        ),
    )  # fmt: skip


@manage
def change(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    schema = registration.form_version.schema if registration.form_version else []

    def form_of(data: Any) -> ChangeForm:
        return ChangeForm(
            data, request=request, event=registration.event, offerings=[registration.offering],
            questions=read_schema(schema), known=registration,
            initial=of_registration(registration) | _seen(registration),
        )  # fmt: skip

    return _act(
        request, registration, token, "event_registration/change.html", form_of,
        lambda form: services.change(
            registration=registration.pk, party=form.party(locale=get_language() or "ja"), now=timezone.now(),
            version=form.seen,
        ),
    )  # fmt: skip


@manage
def my_data(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """All that is kept about a booking, for the person it is about."""
    context = {"registration": registration, "token": token, "rows": kept(registration)}
    return render(request, "event_registration/my_data.html", context)


@manage
def erase(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Erase one's data before the promised day; an active booking is cancelled with it."""
    form = AtOnceForm(_posted(request), request=request, initial=_seen(registration))
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_now(registration=registration.pk, by=None, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return said(
                request, registration, _("Your personal data was erased"),
                _("Nothing is kept that tells who you are. This page cannot be opened again."), is_gone=True,
            )  # fmt: skip
    return render(
        request, "event_registration/erase.html", {"form": form, "registration": registration, "token": token}
    )


def _seen(registration: Registration) -> dict[str, int]:
    return {"version": registration.version}


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _booking(request: HttpRequest, below: str) -> str:
    return request.path.removesuffix(f"{below}/")


def _act(
    request: HttpRequest, registration: Registration, token: str, template: str, form_of: Callable[[Any], Any],
    act: Callable[[Any], Registration],
) -> HttpResponse:  # fmt: skip
    """Show what will happen; when the form is sent, do it and lead back to the booking.

    Where somebody else changed the booking since it was shown, what was typed is kept beside what holds now: sent once
    more, it is done.
    """
    form = form_of(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form)
        except ChangedMeanwhile as refusal:
            registration.refresh_from_db()
            form.refuse(refusal)
            form.now_sees(registration)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return HttpResponseRedirect(_way_back(request, token, done), status=303)
    context = booking_page.context(registration, token=token, now=timezone.now())
    return render(request, template, context | {"form": form})


def _way_back(request: HttpRequest, token: str, done: Registration) -> str:
    """Return the address of the booking, which says what was done; a new mail address has made the old link useless."""
    what = request.path.rstrip("/").rpartition("/")[2]
    if not tokens.holds(token, purpose=Purpose.MANAGE, version=done.token_version, now=timezone.now()):
        return f"{links.path(done)}?done={what}"
    return f"{_booking(request, what)}?done={what}"
