"""The page by which a party registers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from cms.core.locales import language_of
from cms.core.public_forms import public_form
from cms.core.public_pages import without_private
from cms.core.spoken_dates import say_day
from cms.plugin_api import BoxTicked
from events.registration import boxes, links, services
from events.registration.exceptions import AlreadyRegistered, IdempotencyConflict, PoolsBusy, Refused
from events.registration.forms import RegistrationForm
from events.registration.messages import language
from events.registration.models import Event
from events.registration.outcomes import EventAvailability
from events.registration.questions import read_schema
from events.registration.titles import title_of
from events.registration.wording import choice_words, why_not_open

STATUS = {IdempotencyConflict: 409, PoolsBusy: 503}


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def register(request: HttpRequest, event: int) -> HttpResponse:
    """Show the form, and register who sends it. The place is decided here and now."""
    row = _event_or_404(request, event)
    now = timezone.now()
    with timezone.override(row.zone):
        found = services.availability_of(event=row, now=now)
        if not found.takes_registrations and request.method != "POST":
            return closed(request, row, found)
        form = _form(request, row, found)
        if request.method == "POST" and form.is_valid():
            try:
                return _register(form, now)
            except Refused as refusal:
                form.refuse(refusal)
                return _page(request, form, found, refusal)
        return _page(request, form, found)


def closed(request: HttpRequest, event: Event, found: EventAvailability) -> HttpResponse:
    """Say why one cannot register now, and what to do."""
    heading, sentence = why_not_open(found)
    context = {"heading": heading, "sentence": sentence, "title": _title(event)}
    return render(request, "event_registration/closed.html", context)


def _event_or_404(request: HttpRequest, pk: int) -> Event:
    """Return an event of this site that has a page for everybody.

    Raises: Http404.
    """
    site = Site.find_for_request(request)
    rows = Event.objects.for_site(site).shown().prefetch_related("languages")
    row = rows.filter(pk=pk).first() if pk < 2**63 else None
    if row is None or not without_private(Page.objects.live().filter(translation_key=row.page_key)).exists():
        raise Http404
    return row


def _form(request: HttpRequest, event: Event, found: EventAvailability) -> RegistrationForm:
    version = event.form_versions.first()
    return RegistrationForm(
        request.POST if request.method == "POST" else None,
        request=request,
        event=event,
        # Somebody who was slow sees the date that she chose, and why she cannot have it.
        open_now=[part for part in found.offerings if part.takes_registrations or request.method == "POST"],
        questions=read_schema(version.schema) if version else [],
        boxes=boxes.offered(request),
        initial=_wished(request),
    )


def _wished(request: HttpRequest) -> dict[str, str]:
    """The date whose link was pressed on the page of the event, where there are several."""
    wished = request.GET.get("offering", "")[:20]
    return {"offering": wished} if wished else {}


def _register(form: RegistrationForm, now: Any) -> HttpResponse:
    code = language_of(get_language() or "ja").code
    done = services.register(
        offering=form.chosen, idem_key=form.key, party=form.party(locale=code), locale=code, now=now
    )
    party = done.registration
    ticked = BoxTicked(
        site=form.event.site,
        email=party.email,
        name=party.name,
        language=code,
        page=form.request.path,
        words="",
        at=now,
    )
    boxes.accept(form.ticked, ticked=ticked)
    return HttpResponseRedirect(links.path(party), status=303)


def _page(
    request: HttpRequest, form: RegistrationForm, found: EventAvailability, refusal: Refused | None = None
) -> HttpResponse:
    erased = links.erases_at(form.event, registered_at=timezone.now())
    context = {
        "form": form,
        "found": found,
        "title": _title(form.event),
        "only": choice_words(form.open[0]) if len(form.open) == 1 else "",
        "erased_on": say_day(erased, language=language(), year=True),
        "knows_booking": isinstance(refusal, AlreadyRegistered),
    }
    status = STATUS.get(type(refusal), 200) if refusal else 200
    return render(request, "event_registration/register.html", context, status=status)


def _title(event: Event) -> Any:
    return title_of(event, locale=get_language() or "ja")
