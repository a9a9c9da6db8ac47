"""Buttons behind mailed links. Mail scanners follow links; they press nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from cms.core.public_forms import public_form
from cms.mail.services import opt_in
from plugins.newsletters import links, services
from plugins.newsletters.forms import ButtonForm
from plugins.newsletters.links import ADDRESS, CONFIRM
from plugins.newsletters.models import Subscriber


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say what was asked for, and give it to whoever presses the button."""
    now = timezone.now()
    row = opt_in.find(token=token, purpose=CONFIRM, site=Site.find_for_request(request), now=now)
    if row is None:
        return over(request)
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        return _to_own_page(services.confirm(row=row, now=now))
    context = {"form": form, "wish": services.wish_of(row), "is_done": row.confirmed_at is not None, "row": row}
    return render(request, "newsletters/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Take the new address of a reader, when its owner presses the button."""
    now = timezone.now()
    row = opt_in.find(token=token, purpose=ADDRESS, site=Site.find_for_request(request), now=now)
    if row is None:
        return over(request)
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        reader = services.confirm_address(row=row, now=now)
        return over(request) if reader is None else _to_own_page(reader)
    return render(request, "newsletters/confirm_address.html", {"form": form, "row": row})


def over(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing any more, with the way to a new one."""
    return render(request, "newsletters/link_over.html", status=404)


def _to_own_page(reader: Subscriber) -> HttpResponse:
    path = links.preferences(reader, now=timezone.now())
    return HttpResponseRedirect(f"{path}?welcome=1", status=303)
