"""概要: how the event stands, what is still to be done, and the two steps that everybody sees."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from cms.core.locales import SOURCE_LANGUAGE
from events.registration import services
from events.registration.choices import Booking, EventStatus
from events.registration.models import Registration
from events.registration.news import Why
from events.registration.states import ACTIVE, State
from events.registration.texts import no_control_characters

from . import their_languages
from .frame import EventView, FormView, address


class OverviewView(EventView):
    """Figures, what lacks, and the ways to everything else."""

    template_name = "events/admin/overview.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        pages = Page.objects.filter(translation_key=self.event.page_key).select_related("locale").order_by("pk")
        told = list(pages)
        rows = Registration.objects.filter(event=self.event).values("state").annotate(
            parties=Count("pk"), people=Sum("seats")
        )  # fmt: skip
        by_state = {row["state"]: row for row in rows.order_by()}
        return self.render_to_response(
            self.get_context_data(
                sessions=list(self.event.sessions.select_related("venue")),
                availability=services.availability_of(event=self.event, now=timezone.now()),
                states=[
                    {"label": state.label, "value": state.value, **by_state[state.value]}
                    for state in State if state.value in by_state
                ],
                pages=[
                    {"page": page, "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                     "url": page.get_url(request) if page.live else "", "language": page.locale.get_display_name()}
                    for page in told
                ],
                lacks=lacks(self.event, told), copy_url=copy_url(told, request.user),
            )
        )  # fmt: skip


def copy_url(pages: list[Page], user: Any) -> str:
    """Where the page in the source language is copied for another event like this one; "" for who may not."""
    source = next((page for page in pages if page.locale.language_code == SOURCE_LANGUAGE), None)
    if source is None or not source.permissions_for_user(user).can_copy():
        return ""
    address_of_list = urlencode({"next": address("list")})
    return f"{reverse('wagtailadmin_pages:copy', args=[source.pk])}?{address_of_list}"


def lacks(event: Any, pages: list[Page]) -> list[dict[str, str]]:
    """Return what is still to be done before people can register, with where to do it."""
    found = []
    if not event.sessions.exists():
        found.append({"text": _("Give it a date."), "url": address("add_date", event.pk)})
    elif event.booking == Booking.HERE and not event.offerings.exists():
        found.append({"text": _("Say what can be booked, and how many places there are."),
                      "url": address("add_offering", event.pk)})  # fmt: skip
    if event.sessions.filter(venue__isnull=True).exists() and not event.place and event.mode != "online":
        found.append({"text": _("Say where it takes place."), "url": address("dates", event.pk)})
    if not event.organisers.exists():
        found.append({"text": _("Say who organises it."), "url": address("rows", event.pk, "organisers")})
    if not any(page.live for page in pages):
        url = reverse("wagtailadmin_pages:edit", args=[pages[0].pk]) if pages else address("list")
        found.append({"text": _("Publish the page about it."), "url": url})
    if event.status == EventStatus.DRAFT:
        found.append({"text": _("Announce it: until then nobody sees its dates."),
                      "url": address("announce", event.pk)})  # fmt: skip
    return found


class NothingForm(forms.Form):
    """A button."""


class AnnounceView(FormView):
    """Shows the facts to everybody and opens registration by its rules."""

    action = "change"
    screen = gettext_lazy("Announce the event")
    form_class: Any = NothingForm
    button = gettext_lazy("Announce")
    done = gettext_lazy("The event is announced.")
    about: Any = gettext_lazy(
        "Its dates appear on the page and in the lists, and registration opens by its rules. A draw gets its sealed "
        "seed now, before anybody can apply."
    )

    def show(self, form: Any, *, said: list[Any] | None = None) -> HttpResponse:
        self.about = " ".join((str(self.about), *self._still_unseen()))
        return super().show(form, said=said)

    def perform(self, form: Any) -> Any:
        return services.announce(event=self.event, now=timezone.now())

    def success(self, outcome: Any) -> str:
        return " ".join((str(self.done), *self._still_unseen()))

    def _still_unseen(self) -> list[str]:
        """Return what is to be said where the facts are announced and no page tells about them yet."""
        if Page.objects.filter(translation_key=self.event.page_key, live=True).exists():
            return []
        return [_("Its page is still a draft: people find the event once the page is published.")]


class CancelForm(forms.Form):
    """Why it is called off. readers: languages of those who are told."""

    notice = forms.CharField(
        label=gettext_lazy("why"), max_length=300, required=False, validators=[no_control_characters],
        help_text=gettext_lazy("Shown on the page and in the mails, for example: 台風のため"),
    )  # fmt: skip
    notice_en = forms.CharField(
        label=gettext_lazy("why, in English"), max_length=300, required=False, validators=[no_control_characters],
        help_text=gettext_lazy("For example: because of the typhoon"),
    )  # fmt: skip

    def __init__(self, *args: Any, readers: their_languages.Readers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = readers
        their_languages.add_fields(self, "notice", _("why (%(language)s)"), readers)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = _("Write this in Japanese too: translations belong to Japanese words.")
        their_languages.refuse_without(self, "notice", "", self.readers, wanted)
        return typed

    @property
    def why(self) -> Why:
        further = their_languages.typed_in(self, "notice", self.readers)
        return Why(self.cleaned_data["notice"], self.cleaned_data["notice_en"], further)


class CancelEventView(FormView):
    """Calls the whole event off, after saying who will be told."""

    action = "change"
    changes_people = True
    screen = gettext_lazy("Call the event off")
    form_class: Any = CancelForm
    button = gettext_lazy("Call it off and tell everybody")
    done = gettext_lazy("The event is called off and everybody is told.")
    is_final = True

    def concerned(self) -> Any:
        return Registration.objects.filter(event=self.event, state__in=ACTIVE)

    def form_arguments(self) -> dict[str, Any]:
        return super().form_arguments() | {"readers": their_languages.readers_of(self.concerned())}

    def consequences(self, form: Any) -> list[Any]:
        rows = self.concerned()
        return [
            _("The page says that it does not take place. This cannot be undone."),
            *who_is_told(rows, cancelled=True),
            *their_languages.told_in_another(form.why.said_to(row.locale) for row in rows),
        ]

    def perform(self, form: Any) -> Any:
        return services.cancel_event(
            event=self.event.pk, by=self.request.user, now=timezone.now(), why=form.why,
        )  # fmt: skip


def who_is_told(rows: Any, *, cancelled: bool = False) -> list[str]:
    """Return in sentences how many are told by mail and how many must be called."""
    parties = list(rows)
    by_mail = sum(row.can_be_mailed for row in parties)
    to_call = len(parties) - by_mail
    said = []
    if cancelled and parties:
        said.append(
            ngettext(
                "%(n)d registration is cancelled.", "%(n)d registrations are cancelled.", len(parties)
            ) % {"n": len(parties)}
        )  # fmt: skip
    if by_mail:
        said.append(
            ngettext("%(n)d party is told by mail.", "%(n)d parties are told by mail.", by_mail) % {"n": by_mail}
        )
    if to_call:
        said.append(
            ngettext(
                "%(n)d party has no mail: it appears under “Messages” as to be called.",
                "%(n)d parties have no mail: they appear under “Messages” as to be called.", to_call,
            ) % {"n": to_call}
        )  # fmt: skip
    return said or [_("Nobody has registered, so nobody is told.")]
