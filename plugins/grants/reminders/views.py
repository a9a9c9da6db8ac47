"""The pages of reminders: the form, the button behind the mailed link, one's own page. GET shows, POST acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.navigation import link_to
from cms.core.public_forms import public_form
from cms.mail.models import Channel
from cms.mail.services import opt_in
from plugins.grants.models import GrantFollower, GrantProgramme

from . import asking, days, links, stopping, words
from .forms import ButtonForm, RemindForm


def _language() -> str:
    return language_of(get_language() or SOURCE_LANGUAGE).code


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def remind(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the form of a grant, and mail a link to whoever sends it; say why where there is no form."""
    site, now = Site.find_for_request(request), timezone.now()
    programme = GrantProgramme.objects.filter(site=site, page_key=key).select_related("site", "funder").first()
    grant = words.named([programme], site=site, code=_language()).get(key) if programme else None
    if programme is None or grant is None:
        raise Http404
    offer = days.offer(programme.calls.all(), days.of_site(site), now=now)
    form = RemindForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and offer.is_offered and form.is_valid():
        asking.ask(
            programme=programme, address=form.cleaned_data["address"], every_call=form.every_call, locale=_language(),
            page=request.path, now=now,
        )  # fmt: skip
        return HttpResponseRedirect(reverse("plugins:grants:remind_sent"), status=303)
    context = {"form": form, "offer": offer, "grant": grant, "promises": words.promises(site=site)}
    return render(request, "grants/reminders/remind.html", context)


@require_safe
@public_form
def sent(request: HttpRequest) -> HttpResponse:
    """The same answer for every address."""
    return render(request, "grants/reminders/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say what was asked for, and begin the reminders when the button is pressed."""
    now = timezone.now()
    row = opt_in.find(token=token, purpose=links.WISH, site=Site.find_for_request(request), now=now)
    if row is None:
        return _over(request)
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        follower = asking.confirm(row=row, now=now)
        return _over(request) if follower is None else _to_own_page(follower, "welcome")
    wishes = asking.wishes_of(row)
    called = words.named([wish.programme for wish in wishes], site=row.site, code=_language())
    lines = [
        {"grant": called.get(wish.programme.page_key), "name": wish.programme.display_name, "every": wish.every_call}
        for wish in wishes
    ]
    context = {"form": form, "lines": lines, "row": row, "is_done": row.confirmed_at is not None}
    return render(request, "grants/reminders/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def own(request: HttpRequest, token: str) -> HttpResponse:
    """All that somebody is reminded of, each with its buttons; opened by the link of any reminder."""
    follower = links.opened_by(token, site=Site.find_for_request(request), now=timezone.now())
    if follower is None:
        return _over(request)
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        return _change(request, follower)
    mine = asking.following(follower)
    called = words.named([each.programme for each in mine], site=follower.site, code=_language())
    lines = [_line(each, called.get(each.programme.page_key)) for each in mine]
    context = {
        "form": form, "lines": lines, "follower": follower, "promises": words.promises(site=follower.site),
        "said": next((name for name in ("welcome", "saved", "stopped") if name in request.GET), ""),
    }  # fmt: skip
    return render(request, "grants/reminders/own.html", context)


def _line(follower: GrantFollower, grant: words.Named | None) -> dict[str, Any]:
    calls = [call for call in follower.programme.calls.all() if follower.every_call or call.pk <= follower.newest_call]
    offer = days.offer(calls, days.of_site(follower.site), now=timezone.now())
    return {"follower": follower, "grant": grant, "name": follower.programme.display_name, "days": offer.days}


def _change(request: HttpRequest, follower: GrantFollower) -> HttpResponse:
    """Do what a button says: "stop:<number>", "every:<number>", "once:<number>" or "stop_all"."""
    action, _colon, number = request.POST.get("action", "").partition(":")
    mine = asking.following(follower)
    known = action in ("stop", "every", "once")
    chosen = [each for each in mine if action == "stop_all" or (known and str(each.pk) == number)]
    page = reverse("plugins:grants:remind_own", args=["-"]).removesuffix("-/")
    for each in chosen:
        if action in ("stop", "stop_all"):
            stopping.stop(follower=each, channel=Channel.LINK, page=page, now=timezone.now())
        elif action in ("every", "once"):
            stopping.only_these_calls(follower=each, every_call=action == "every", page=page, now=timezone.now())
    left = [each for each in mine if each not in chosen or action in ("every", "once")]
    if not left:
        return render(request, "grants/reminders/stopped.html", {"grants": _list(request)})
    said = "" if not chosen else "stopped" if action in ("stop", "stop_all") else "saved"
    return _to_own_page(left[0], said)


def _to_own_page(follower: GrantFollower, said: str) -> HttpResponse:
    token = links.manage_token(follower, now=timezone.now())
    path = links.path("remind_own", token, locale=_language())
    return HttpResponseRedirect(f"{path}?{said}=1" if said else path, status=303)


def _over(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing any more, with the way to the grants."""
    return render(request, "grants/reminders/over.html", {"grants": _list(request)}, status=404)


def _list(request: HttpRequest) -> str:
    return link_to("grants")(request) or ""
