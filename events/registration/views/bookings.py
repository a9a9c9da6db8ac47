"""What all pages of a booking share: the link opens it, and refusals are sentences on a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from cms.core.public_forms import public_form
from events.registration import services
from events.registration.models import Registration

View = Callable[..., HttpResponseBase]


def opened_by(purpose: str) -> Callable[[View], View]:
    """Give a view the registration of its link, on the site of its event.

    A link that opens nothing leads to the page for lost mail.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def open_booking(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            registration = services.resolve(
                token=token, purpose=purpose, now=timezone.now(), site=Site.find_for_request(request)
            )
            if registration is None:
                return render(request, "event_registration/no_booking.html", status=404)
            with timezone.override(registration.event.zone):
                return view(request, registration, token, **kwargs)

        return require_http_methods(["GET", "HEAD", "POST"])(public_form(open_booking))

    return decorate


def said(request: HttpRequest, registration: Registration, heading: Any, sentence: Any, **more: Any) -> HttpResponse:
    """Say one thing about a booking, with the way back to it."""
    context = {"registration": registration, "heading": heading, "sentence": sentence} | more
    return render(request, "event_registration/said.html", context)
