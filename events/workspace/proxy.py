"""代理入力: a call, FAX or visit typed in by staff, in one short form; and the slip to hand over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.core.locales import languages
from cms.core.models import Appearance, Centre
from cms.core.qr_code import qr_code
from events.registration import links, services, standing
from events.registration.choices import Source
from events.registration.models import FormVersion
from events.registration.states import State

from .applicant import ApplicantMixin, name_of
from .facts import Group, Moment
from .frame import FormView, address
from .party_form import PartyForm

TYPED_IN = (Source.PHONE, Source.FAX, Source.COUNTER)
SHORT = ("offering", "source", "received_at", "name", "kana", "phone", "seats")


class ProxyForm(PartyForm):
    """The few fields that a call needs first; the rest below them."""

    source = forms.ChoiceField(
        label=gettext_lazy("received by"),
        choices=[(each.value, each.label) for each in TYPED_IN],
        widget=forms.RadioSelect,
    )
    received_at = forms.DateTimeField(
        label=pgettext_lazy("registration", "received"), required=False, widget=Moment,
        help_text=gettext_lazy("When it came; empty for just now. It decides about the place in the queue."),
    )  # fmt: skip
    locale = forms.ChoiceField(label=gettext_lazy("language of the messages"), choices=languages())
    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(self.event.offerings.filter(is_cancelled=False).prefetch_related("sessions"))
        free = {part.offering.pk: part for part in services.availability_of(
            event=self.event, now=timezone.now()).offerings}  # fmt: skip
        choices = [(row.pk, f"{name_of(row)} · {_how_free(free[row.pk])}") for row in rows if row.pk in free]
        self.fields["offering"] = forms.TypedChoiceField(
            label=gettext_lazy("What one books"), coerce=int, choices=choices,
            error_messages={"required": gettext_lazy("Choose one of the dates of this event.")},
        )  # fmt: skip
        # A fair's first hours are full soon: whoever types the next call in begins with what can be had.
        if not self.initial.get("offering"):
            self.initial["offering"] = next((pk for pk, _words in choices if _has_room(free[pk])), "")
        self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def groups(self) -> list[Group]:
        parts = super().groups
        rest = [name for name in (*self.contact, "locale") if name not in SHORT]
        parts[0] = Group(_("Who comes"), [self[name] for name in SHORT])
        return [parts[0], Group(_("More, if it was said"), [self[name] for name in rest]), *parts[1:]]

    def clean_received_at(self) -> datetime | None:
        typed = self.cleaned_data["received_at"]
        if typed is not None and timezone.is_naive(typed):
            typed = make_aware(typed, self.event.zone)
        if typed is not None and typed > timezone.now():
            raise forms.ValidationError(_("This time has not come yet."))
        return typed  # type: ignore[no-any-return]


def _has_room(part: Any) -> bool:
    return part.free is None or (part.free > 0 and not part.waiting)


def _how_free(part: Any) -> str:
    if part.free is None:
        return str(_("no limit"))
    if part.free == 0 or part.waiting:
        return str(_("full, %(n)d waiting") % {"n": part.waiting})
    return str(_("%(n)d free") % {"n": part.free})


class ProxyView(FormView):
    """Registers a party for somebody who called, sent a FAX or came to the counter."""

    tab = "applicants"
    changes_people = True
    screen = gettext_lazy("Type in a call, FAX or visit")
    template_name = "events/admin/proxy.html"
    form_class: Any = ProxyForm
    button = pgettext_lazy("desk", "Register")

    def form_arguments(self) -> dict[str, Any]:
        asked = self.request.GET
        initial = {
            "source": asked.get("source", Source.PHONE), "offering": asked.get("offering", ""), "seats": 1,
            "locale": "ja", "key": uuid4().hex, "contact_pref": "phone",
        }  # fmt: skip
        form = FormVersion.objects.filter(event=self.event).first()
        return {"event": self.event, "form": form, "initial": initial}

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        return services.register(
            offering=typed["offering"], idem_key=typed["key"], party=form.party(), locale=typed["locale"],
            now=timezone.now(), source=typed["source"], by=self.request.user, received_at=typed["received_at"],
        ).registration  # fmt: skip

    def success(self, outcome: Any) -> Any:
        said = {
            State.CONFIRMED: _("%(name)s has a place."), State.WAITLISTED: _("%(name)s is on the waiting list."),
            State.APPLIED: _("The application of %(name)s is noted."),
        }  # fmt: skip
        return said.get(outcome.state, _("%(name)s is noted.")) % {"name": outcome.name}

    def after(self, outcome: Any) -> HttpResponse:
        return redirect(address("slip", self.event.pk, outcome.pk))


class SlipView(ApplicantMixin):
    """控え: what somebody takes home from the counter, on one sheet."""

    template_name = "events/admin/slip.html"
    screen = gettext_lazy("Slip to print")

    def get(self, request: HttpRequest, event: int, registration: int) -> HttpResponse:
        row = self.registration()
        sessions = [each for each in row.offering.sessions.select_related("venue") if not each.is_cancelled]
        return self.render_to_response(
            self.get_context_data(
                row=row, sessions=sessions, where=_where(self.event, sessions),
                code=qr_code(row.code), centre=Centre.for_site(self.event.site),
                name=Appearance.for_site(self.event.site).display_name,
                position=standing.position(row),
                erases_at=links.erases_at(self.event, registered_at=row.received_at),
            )
        )  # fmt: skip


def _where(event: Any, sessions: list[Any]) -> list[str]:
    """Return the place of the first date, a line for the house, its address and the way; empty: not decided yet."""
    if not sessions:
        return []
    first = sessions[0]
    if first.venue is None:
        lines = [f"{event.display_place} {first.display_room}"]
    else:
        lines = [f"{first.venue.display_name} {first.display_room}", first.venue.display_address,
                 first.venue.display_access]  # fmt: skip
    return [line.strip() for line in lines if line.strip()]
