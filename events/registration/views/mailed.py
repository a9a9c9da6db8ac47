"""Buttons behind mailed links: confirm an address, answer an offer. Mail scanners follow links; they press nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from events.registration import booking_page, links, services
from events.registration.exceptions import Refused
from events.registration.forms import AtOnceForm
from events.registration.models import Registration
from events.registration.tokens import Purpose

from .bookings import opened_by


@opened_by(Purpose.VERIFY)
def verify(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Confirm the mail address of a booking."""
    form = AtOnceForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            services.verify(registration=registration.pk, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return HttpResponseRedirect(f"{links.path(registration)}?done=verify", status=303)
    return _page(request, registration, form, "event_registration/verify.html")


@opened_by(Purpose.OFFER)
def offer(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Accept or decline an offered place."""
    form = AtOnceForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        answer = services.decline_offer if request.POST.get("answer") == "decline" else services.accept_offer
        try:
            answer(registration=registration.pk, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return HttpResponseRedirect(links.path(registration), status=303)
    return _page(request, registration, form, "event_registration/offer.html")


def _page(request: HttpRequest, registration: Registration, form: AtOnceForm, template: str) -> HttpResponse:
    token = links.token_for(registration, purpose=Purpose.MANAGE)
    context = booking_page.context(registration, token=token, now=timezone.now())
    return render(request, template, context | {"form": form})
