"""A reader's own page, opened by the link of any letter: no account, no cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from cms.core.public_forms import public_form
from cms.mail.models import Channel
from cms.mail.services import consent
from plugins.newsletters import links, services
from plugins.newsletters.forms import AddressForm, ButtonForm, PauseForm, PreferencesForm
from plugins.newsletters.models import Subscriber, Topic
from plugins.newsletters.wording import agreed_words, promises

from .confirming import over

View = Callable[..., HttpResponseBase]
#: What the page says after a change; the page itself shows how it stands now.
SAID = ("welcome", "saved", "asked", "paused", "resumed", "stopped")


def own_page(view: View) -> View:
    """Give a view the reader of its link. A link that opens nothing leads to the form for a new one."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponseBase:
        now = timezone.now()
        reader = links.opened_by(token, site=Site.find_for_request(request), now=now)
        if reader is None:
            return over(request)
        if request.method == "POST":
            services.letter_arrived(subscriber=reader, token=token, now=now)
        try:
            return view(request, reader, token)
        except Subscriber.DoesNotExist:  # erased between the look and the lock: in another window, or by the clock
            return over(request)

    return require_http_methods(["GET", "HEAD", "POST"])(public_form(opened))


@own_page
def show(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Everything that can be changed, and the ways to the rest."""
    topics = list(
        Topic.objects.filter(Q(is_offered=True) | Q(subscriptions__subscriber=reader), site=reader.site).distinct()
    )
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, request=request, subscriber=reader, topics=topics
    )
    if request.method == "POST" and form.is_valid():
        _save(request, reader, form)
        said = "saved" if form.wanted else "stopped"
        return _back(reader, token, said, locale=form.cleaned_data["language"])
    now = timezone.now()
    context = {
        "form": form, "reader": reader, "token": token, "promises": promises(site=reader.site),
        "said": next((name for name in SAID if name in request.GET), ""),
        "is_pausing": reader.is_pausing(on=timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "newsletters/preferences.html", context)


def _save(request: HttpRequest, reader: Subscriber, form: PreferencesForm) -> None:
    locale, now = form.cleaned_data["language"], timezone.now()
    words = consent.wording(
        text=agreed_words(site=reader.site, topics=list(form.wanted)),
        locale=translation.get_language() or "ja",
        now=now,
    )
    services.change(
        subscriber=reader, wanted=form.wanted, locale=locale, area=form.area, channel=Channel.LINK, now=now,
        page=_page_of(request), words=words,
    )  # fmt: skip


@own_page
def change_address(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Ask for letters at another address. The answer does not tell whether it is known."""
    form = AddressForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        if not services.is_same_address(reader, form.cleaned_data["address"]):
            services.ask_for_address(
                subscriber=reader, address=form.cleaned_data["address"], page=_page_of(request), now=timezone.now()
            )
        return _back(reader, token, "asked")
    return _small(request, reader, token, "newsletters/change_address.html", form)


@own_page
def pause(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Hold letters back for some months, or go on."""
    now = timezone.now()
    today = timezone.localdate(now)
    resumes = reader.is_pausing(on=today)
    kind = ButtonForm if resumes else PauseForm
    form = kind(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        until = form.until(today=today) if isinstance(form, PauseForm) else None
        services.pause(subscriber=reader, until=until, channel=Channel.LINK, now=now, page=_page_of(request))
        return _back(reader, token, "resumed" if resumes else "paused")
    return _small(request, reader, token, "newsletters/pause.html", form, resumes=resumes)


@own_page
def stop(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Stop all letters."""
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        services.stop_all(subscriber=reader, channel=Channel.LINK, now=timezone.now(), page=_page_of(request))
        return _back(reader, token, "stopped")
    return _small(request, reader, token, "newsletters/stop.html", form)


@own_page
def my_data(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Everything that is kept about the reader, in words."""
    context = {
        "rows": services.kept_about(subscriber=reader), "consents": services.consents_of(subscriber=reader),
        "token": token, "reader": reader,
    }  # fmt: skip
    return render(request, "newsletters/my_data.html", context)


@own_page
def erase(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Erase the reader at once."""
    form = ButtonForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        services.erase(subscriber=reader, channel=Channel.LINK, now=timezone.now(), page=_page_of(request))
        return render(request, "newsletters/erased.html")
    return _small(request, reader, token, "newsletters/erase.html", form)


def _small(request: HttpRequest, reader: Subscriber, token: str, template: str, form: Any, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, "reader": reader, "token": token, **more})


def _back(reader: Subscriber, token: str, said: str, *, locale: str = "") -> HttpResponse:
    path = links.path("preferences", token, locale=locale or translation.get_language() or reader.locale)
    return HttpResponseRedirect(f"{path}?{said}=1", status=303)


def _page_of(request: HttpRequest) -> str:
    """The page without the secret of its link."""
    before, _slash, _after = request.path.partition("preferences/")
    return f"{before}preferences/"
