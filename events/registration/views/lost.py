"""Somebody lost the mail: the link is sent once more, to the address that is known, whoever asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from cms.core.public_forms import public_form
from events.registration import services
from events.registration.forms import LostForm


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def lost(request: HttpRequest) -> HttpResponse:
    """Send the link again to the mail address that is written, or when code, reading and telephone fit.

    The answer does not tell whether there is a registration.
    """
    form = LostForm(request.POST if request.method == "POST" else None, request=request)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        site, now = Site.find_for_request(request), timezone.now()
        if form.address:
            services.resend_links(email=form.address, site=site, now=now)
        else:
            services.resend_link(**form.numbers, site=site, now=now)
    return render(request, "event_registration/lost.html", {"form": form, "sent": sent})
