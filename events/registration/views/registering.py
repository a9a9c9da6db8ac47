"""The page by which a party registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from cms.core.locales import Language, language_of
from cms.core.public_forms import public_form
from cms.core.spoken_dates import say_day
from cms.plugin_api import BoxTicked
from events.registration import boxes, links, services
from events.registration.exceptions import AlreadyRegistered, IdempotencyConflict, NotShown, PoolsBusy, Refused
from events.registration.forms import RegistrationForm
from events.registration.messages import language
from events.registration.models import Event
from events.registration.outcomes import EventAvailability
from events.registration.questions import read_schema
from events.registration.shown import Shown, shown
from events.registration.titles import title_of
from events.registration.wording import choice_words, why_not_open

#: Languages in which an event is shown, each with the address of its form.
Elsewhere = Sequence[tuple[Language, str]]
STATUS = {IdempotencyConflict: 409, PoolsBusy: 503}


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def register(request: HttpRequest, event: int) -> HttpResponse:
    """Show the form, and register who sends it. The place is decided here and now."""
    site = Site.find_for_request(request)
    row = _event(event, site=site)
    if row is None:
        return not_shown(request)
    where = shown(row, site=site)
    elsewhere = [(other, _address(other, row)) for other in where.elsewhere]
    if not where.here and request.method != "POST":
        return not_shown(request, elsewhere=elsewhere)
    with timezone.override(row.zone):
        found = services.availability_of(event=row, now=timezone.now())
        if request.method == "POST":
            return _sent(_form(request, row, found), found, where, elsewhere)
        return _page(_form(request, row, found), found) if found.takes_registrations else closed(request, row, found)


def _sent(form: RegistrationForm, found: EventAvailability, where: Shown, elsewhere: Elsewhere) -> HttpResponse:
    """Register who sends the form, or say why not, with what she wrote.

    Where the page was taken off meanwhile nobody registers. But what was taken before that, and is sent again because
    the answer was lost, leads to the booking.
    """
    is_fit = form.is_valid()
    if not where.here and not (is_fit and services.was_taken(event=form.event, idem_key=form.key)):
        if not where.was:
            return not_shown(form.request)
        return _refused(form, found, NotShown(), elsewhere)
    if not is_fit:
        return _page(form, found)
    try:
        return _register(form, timezone.now())
    except Refused as refusal:
        return _refused(form, found, refusal)


def _refused(
    form: RegistrationForm, found: EventAvailability, refusal: Refused, elsewhere: Elsewhere = ()
) -> HttpResponse:
    form.refuse(refusal)
    return _page(form, found, refusal, elsewhere)


def closed(request: HttpRequest, event: Event, found: EventAvailability) -> HttpResponse:
    """Say why one cannot register now, and what to do."""
    heading, sentence = why_not_open(found)
    context = {"heading": heading, "sentence": sentence, "title": _title(event)}
    return render(request, "event_registration/closed.html", context)


def not_shown(request: HttpRequest, *, elsewhere: Elsewhere = ()) -> HttpResponse:
    """Say that an event is not shown, the same of one that is not there; what somebody holds of it stays.

    elsewhere: languages in which it is shown, with the address of the form.
    """
    context = {"elsewhere": elsewhere, "was_sent": request.method == "POST"}
    return render(request, "event_registration/not_shown.html", context, status=404)


def _event(pk: int, *, site: Site) -> Event | None:
    rows = Event.objects.for_site(site).shown().prefetch_related("languages")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def _address(language: Language, event: Event) -> str:
    return f"/{language.code}/registrations/new/{event.pk}/"


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
    form: RegistrationForm, found: EventAvailability, refusal: Refused | None = None, elsewhere: Elsewhere = ()
) -> HttpResponse:
    erased = links.erases_at(form.event, registered_at=timezone.now())
    context = {
        "form": form,
        "found": found,
        "title": _title(form.event),
        "only": choice_words(form.open[0]) if len(form.open) == 1 else "",
        "erased_on": say_day(erased, language=language(), year=True),
        "knows_booking": isinstance(refusal, AlreadyRegistered),
        "elsewhere": elsewhere,
    }
    status = STATUS.get(type(refusal), 200) if refusal else 200
    return render(form.request, "event_registration/register.html", context, status=status)


def _title(event: Event) -> Any:
    return title_of(event, locale=get_language() or "ja")
