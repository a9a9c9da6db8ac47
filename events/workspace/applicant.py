"""One registration: all that is known, what happened, and what can be done now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from cms.core.impossible_keys import typed_key
from cms.core.locales import language_of
from cms.core.spoken_dates import say_span
from cms.mail.models import Delivery
from cms.mail.states import NEED_A_PERSON
from events.registration import links, services
from events.registration.exceptions import ChangedMeanwhile, MoveNotAllowed, Refused
from events.registration.forms.meanwhile import say_what_changed
from events.registration.messages import language
from events.registration.models import Offering, Registration
from events.registration.questions import read_schema
from events.registration.states import State

from . import permissions
from .applicants import why
from .frame import EventView, FormView, address
from .overview import NothingForm
from .party_form import PartyForm, initial_of

CHANGEABLE = frozenset({State.CONFIRMED, State.WAITLISTED, State.APPLIED})


class ApplicantMixin(EventView):
    """A screen about one registration of the event."""

    tab = "applicants"

    def registration(self) -> Registration:
        rows = Registration.objects.select_related("offering", "form_version", "entered_by", "event__site")
        rows = rows.prefetch_related("offering__sessions", "allocations__pool", "needs")
        found = rows.filter(event=self.event, pk=self.kwargs["registration"]).first()
        if found is None:
            raise Http404
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        row = self.registration()
        mine = {"url": address("applicant", self.event.pk, row.pk), "label": row.name or row.spaced_code}
        return [*items[:-1], mine, items[-1]] if self.screen else [*items, mine]


class ApplicantView(ApplicantMixin):
    """What is known of a registration."""

    template_name = "events/admin/applicant.html"

    def get(self, request: HttpRequest, event: int, registration: int) -> HttpResponse:
        row = self.registration()
        log = list(row.log.select_related("user").order_by("-at", "-pk"))
        keys = [line.message_key for line in log if line.message_key]
        mails = Delivery.objects.filter(mailing__key__in=keys, mailing__kind__startswith="registration.")
        queue = {each.registration.pk: each for each in services.queue_of(event=self.event.pk)}
        return self.render_to_response(
            self.get_context_data(
                row=row, members=row.members.prefetch_related("answers", "attendances__session"), log=log,
                answers=_answers(row), why=why(row, queue.get(row.pk)), actions=actions_of(row),
                notices=list(row.notices.open(at=timezone.now())), erases_at=links.erases_at(
                    self.event, registered_at=row.received_at
                ),
                astray=_astray(log, mails.filter(state__in=NEED_A_PERSON, handled_at=None)),
                may_still_change=row.state in CHANGEABLE and permissions.changes_people(request.user),
                language=language_of(row.locale).name,
            )
        )  # fmt: skip

    def post(self, request: HttpRequest, event: int, registration: int) -> HttpResponse:
        """Take back that one person came to one date: the list at the door shows only who is expected."""
        self.changes_people = True
        self._check(request)
        row = self.registration()
        member, _dot, session = request.POST.get("undo", "").partition(".")
        try:
            services.undo_check_in(
                registration=row.pk, session=typed_key(session), members=[typed_key(member)], by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Taken back."))
        return self.to("applicant", row.pk)


def _astray(log: list[Any], mails: Any) -> list[tuple[str, Delivery]]:
    """Return the mails that did not arrive, or perhaps did not, with what they were to tell, the newest first."""
    told = {line.message_key: line.get_tells_display() for line in log if line.message_key}
    return [(told[mail.mailing.key], mail) for mail in mails.select_related("mailing").order_by("-pk")]


def _answers(row: Registration) -> list[tuple[str, Any]]:
    questions = {each.key: each for each in read_schema(row.form_version.schema)} if row.form_version else {}
    found = []
    for answer in row.answers.select_related("member").order_by("member__position", "pk"):
        question = questions.get(answer.question)
        said = answer.value
        if question is not None and question.options:
            texts = dict(question.display_options)
            said = _(", ").join(texts.get(each, each) for each in ([said] if isinstance(said, str) else said))
        label = question.display_label if question is not None else answer.question
        found.append((f"{label} ({answer.member.position})" if answer.member else label, said))
    return found


def actions_of(row: Registration) -> list[dict[str, Any]]:
    """Return what can be done with a registration now: the name of the screen and what it is called."""
    state, found = row.state, []

    def offer(name: str, label: Any, *, strong: bool = False, is_final: bool = False) -> None:
        found.append({"url": address(name, row.event_id, row.pk), "label": label, "strong": strong, "final": is_final})

    if row.erased_at is not None:
        return []
    if state == State.APPLIED:
        offer("decide", _("Decide"), strong=True)
    if state == State.OFFERED:
        offer("accept", _("Accept the place for this person"), strong=True)
        offer("decline", _("Decline the place for this person"))
    if state in CHANGEABLE:
        offer("change", _("Change"), strong=state == State.CONFIRMED)
        if row.seats > 1:
            offer("give_back", _("Give back some places"))
        offer("move", _("Move to another date"))
    if state in {State.WAITLISTED, State.APPLIED, State.OFFERED}:
        offer("override", _("Give a place out of turn"))
    if row.is_active:
        offer("slip", _("Slip to print"))
        offer("cancel_registration", _("Cancel the registration"), is_final=True)
    return found


def how_it_stands(row: Registration) -> str:
    """Say in a sentence what another person made of a registration."""
    text = ngettext("At present: %(state)s, %(n)d person.", "At present: %(state)s, %(n)d people.", row.seats)
    return text % {"state": row.get_state_display(), "n": row.seats}


class ActionView(ApplicantMixin, FormView):
    """One thing done with a registration; the version that was seen goes along: nothing newer is overwritten."""

    changes_people = True
    form_class: Any = NothingForm

    def get_form(self, data: Any = None) -> Any:
        form = super().get_form(data)
        form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        form.initial.setdefault("version", self.registration().version)
        return form

    @property
    def back_to(self) -> str:
        return address("applicant", self.event.pk, self.kwargs["registration"])

    def told(self) -> list[str]:
        """Return how this person will hear of it."""
        row = self.registration()
        if row.can_be_mailed:
            return [_("%(name)s is told by mail.") % {"name": row.name}]
        return [_("%(name)s has no mail: call, or write. It appears under “Messages”.") % {"name": row.name}]

    def seen(self, form: Any) -> dict[str, Any]:
        """Return what every service wants to know, and which version of the registration the person saw."""
        return {
            "registration": self.kwargs["registration"], "by": self.request.user, "now": timezone.now(),
            "version": form.cleaned_data.get("version"),
        }  # fmt: skip

    def refused(self, form: Any, refusal: Refused) -> None:
        if isinstance(refusal, ChangedMeanwhile | MoveNotAllowed):
            # What holds now is shown; sent once more, it counts.
            row = self.registration()
            form.add_error(None, how_it_stands(row))
            form.data = form.data.copy()
            form.data["version"] = str(row.version)


class ChangeView(ActionView):
    """Changes names, contact, needs, answers and the number of people; the place in the queue stays."""

    screen = gettext_lazy("Change the registration")
    done = gettext_lazy("The registration is changed.")

    def get_form(self, data: Any = None) -> Any:
        row = self.registration()
        form = PartyForm(data, event=self.event, form=row.form_version, registration=row, initial=initial_of(row))
        form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        form.initial["version"] = row.version
        return form

    def perform(self, form: Any) -> Any:
        return services.change(party=form.party(), **self.seen(form))

    def refused(self, form: Any, refusal: Refused) -> None:
        super().refused(form, refusal)
        if isinstance(refusal, ChangedMeanwhile):
            say_what_changed(form, initial_of(self.registration()))


class GiveBackView(ActionView):
    """Gives back the places of some of a party."""

    screen = gettext_lazy("Give back some places")
    button = gettext_lazy("Give these places back")
    done = gettext_lazy("The places are given back.")

    def get_form(self, data: Any = None) -> Any:
        form = super().get_form(data)
        members = list(self.registration().members.filter(cancelled_at=None))
        form.fields["members"] = forms.TypedMultipleChoiceField(
            label=gettext_lazy("Who does not come"), coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(row.pk, row.name or _("Person %(n)d") % {"n": row.position}) for row in members],
            error_messages={"required": gettext_lazy("Tick who does not come.")},
        )  # fmt: skip
        return form

    def consequences(self, form: Any) -> list[Any]:
        number = len(form.cleaned_data["members"])
        if number >= self.registration().seats:
            return []
        text = ngettext("%(n)d place goes to who waits.", "%(n)d places go to who waits.", number)
        return [text % {"n": number}, *self.told()]

    def perform(self, form: Any) -> Any:
        return services.give_back(members=form.cleaned_data["members"], **self.seen(form))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if form.is_valid() and len(form.cleaned_data["members"]) >= self.registration().seats:
            form.add_error("members", _("Nobody would be left. Cancel the registration instead."))
            return self.show(form)
        return super().post(request, **kwargs)


class MoveView(ActionView):
    """Moves a party to another date of the same event."""

    screen = gettext_lazy("Move to another date")
    button = pgettext_lazy("to another date", "Move")
    done = gettext_lazy("The registration is moved.")
    about = gettext_lazy("If there is no room, nothing changes and the old place is kept.")

    def get_form(self, data: Any = None) -> Any:
        form = super().get_form(data)
        rows = Offering.objects.filter(event=self.event, is_cancelled=False).prefetch_related("sessions")
        others = rows.exclude(pk=self.registration().offering_id)
        form.fields["offering"] = forms.TypedChoiceField(
            label=gettext_lazy("where to"), coerce=int, choices=[(row.pk, name_of(row)) for row in others],
            widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose another date.")},
        )  # fmt: skip
        if self.registration().state == State.WAITLISTED:
            form.fields["may_wait"] = forms.BooleanField(
                label=gettext_lazy("wait there if there is no room"), required=False, initial=True
            )
        return form

    def consequences(self, form: Any) -> list[Any]:
        return self.told()

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        return services.move(offering=typed["offering"], may_wait=typed.get("may_wait", False), **self.seen(form))


def name_of(offering: Offering) -> str:
    """Return what staff call an offering: its name, or its first date."""
    if offering.display_name or offering.first_start is None:
        return offering.display_name or str(offering.get_kind_display())
    return say_span(offering.first_start, offering.last_end, language=language())
