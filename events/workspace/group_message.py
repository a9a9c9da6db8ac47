"""一斉連絡: write to those who registered, look at it before it leaves, and see afterwards how it stands."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cms.core.locales import LOCALES
from cms.core.spoken_dates import say_span
from cms.mail.models import Delivery
from cms.mail.rendering import Rendered, render
from cms.mail.states import State as MailState
from events.registration import services
from events.registration.choices import AudienceOfMessage, MessageKind
from events.registration.messages import compose, language
from events.registration.models import GroupMessage, Notice, Registration, RegistrationEvent
from events.registration.news import News

from . import their_languages
from .frame import EventView, FormView
from .overview import who_is_told


class MessageForm(forms.ModelForm):
    """To whom, and what."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)

    class Meta:
        model = GroupMessage
        fields = ["audience", "session", "subject", "text", "subject_en", "text_en"]
        widgets = {"text": forms.Textarea({"rows": 8}), "text_en": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, event: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        self.readers = their_languages.readers_of(Registration.objects.filter(event=event, erased_at__isnull=True))
        their_languages.add_fields(self, "subject", _("subject (%(language)s)"), self.readers)
        their_languages.add_fields(self, "text", _("text (%(language)s)"), self.readers)
        self._language_by_language()
        dates = event.sessions.order_by("starts_at")
        if len(dates) < 2:
            del self.fields["session"]
            return
        field: Any = self.fields["session"]
        field.queryset = dates
        field.empty_label = _("All dates")
        field.label_from_instance = _date_of

    def _language_by_language(self) -> None:
        names = [f"{name}-{code}" for code in self.readers for name in ("subject", "text")]
        self.order_fields([*(name for name in self.fields if name not in names), *names])

    @property
    def further(self) -> dict[str, tuple[str, str]]:
        """Subject and text by the code of a language, where both were typed."""
        subjects = their_languages.typed_in(self, "subject", self.readers)
        texts = their_languages.typed_in(self, "text", self.readers)
        return {code: (subject, texts[code]) for code, subject in subjects.items() if code in texts}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(typed.get("subject_en")) != bool(typed.get("text_en")) and not self.errors:
            missing = "text_en" if typed.get("subject_en") else "subject_en"
            self.add_error(missing, _("English needs both a subject and a text."))
        both = _("A language needs both a subject and a text.")
        their_languages.refuse_without(self, "subject", "text", self.readers, both)
        their_languages.refuse_without(self, "text", "subject", self.readers, both)
        self.instance.further = {
            code: {"subject": subject, "text": text} for code, (subject, text) in self.further.items()
        }
        return typed


def _date_of(session: Any) -> str:
    return f"{say_span(session.starts_at, session.ends_at, language=language())} {session.display_name}".strip()


class WriteView(FormView):
    """Two steps: the words and to whom; then whom it reaches and what they will read. A second click sends nothing."""

    tab = "messages"
    template_name = "events/admin/write.html"
    screen = gettext_lazy("Write to those who registered")
    form_class: Any = MessageForm
    button = pgettext_lazy("message", "Send now")
    changes_people = True

    def form_arguments(self) -> dict[str, Any]:
        asked = self.request.GET
        initial = {"key": uuid4().hex, "audience": AudienceOfMessage.CONFIRMED}
        if asked.get("audience") in AudienceOfMessage.values:
            initial["audience"] = asked["audience"]
        return {"event": self.event, "initial": initial | {"session": asked.get("session")}}

    def people(self, form: Any) -> list[Registration]:
        typed = form.cleaned_data
        rows = services.audience_of(event=self.event, audience=typed["audience"], session=typed.get("session"))
        found = list(rows.select_related("offering"))
        for row in found:
            row.event = row.offering.event = self.event
        return found

    def consequences(self, form: Any) -> list[Any]:
        people = self.people(form)
        if not people:
            form.add_error("audience", _("Nobody fits this choice at present, so nobody would be told."))
            return []
        said = who_is_told(people)
        said += their_languages.told_in_another(form.instance.words(row.locale)[1] for row in people)
        return [*said, _("A mail that was sent cannot be called back.")]

    def show(self, form: Any, *, said: list[Any] | None = None) -> HttpResponse:
        self.about_to_send = form if said else None
        return super().show(form, said=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.about_to_send
        kwargs["first_button"] = _("Look at it before it is sent")
        if form is not None:
            people = self.people(form)
            kwargs["samples"] = _samples(form.instance, people)
            kwargs["to_call"] = [row for row in people if not row.can_be_mailed]
        return super().get_context_data(**kwargs)

    def perform(self, form: Any) -> GroupMessage:
        typed = form.cleaned_data
        return services.write_to_registrants(
            event=self.event.pk, audience=typed["audience"], session=typed.get("session"), subject=typed["subject"],
            text=typed["text"], subject_en=typed["subject_en"], text_en=typed["text_en"], key=typed["key"],
            further=form.further,
            by=self.request.user, now=timezone.now(),
        )  # fmt: skip

    def success(self, outcome: GroupMessage) -> str:
        people = outcome.by_mail + outcome.to_call
        return ngettext("The message to %(n)d party is on its way.", "The message to %(n)d parties is on its way.",
                        people) % {"n": people}  # fmt: skip

    def after(self, outcome: GroupMessage) -> HttpResponse:
        return self.to("written", outcome.pk)


def _samples(message: GroupMessage, people: list[Registration]) -> list[Rendered]:
    """Return the mail as the first in each language will read it, Japanese before the others."""
    by_mail = [row for row in people if row.can_be_mailed] or people
    first = {row.locale: row for row in reversed(by_mail)}
    return [
        render(
            lambda row=row: compose(row, kind=MessageKind.FROM_CENTRE, news=News(written=message)),  # type: ignore[misc]
            site=row.event.site, locale=row.locale,
        )
        for row in (first[code] for code in LOCALES if code in first)
    ]  # fmt: skip


class WrittenView(EventView):
    """One message that was sent: its words, and what became of it."""

    tab = "messages"
    template_name = "events/admin/written.html"
    screen = gettext_lazy("Message to those who registered")

    def get(self, request: HttpRequest, event: int, message: int) -> HttpResponse:
        row = self.get_object(GroupMessage.objects.select_related("session", "sent_by"), pk=message)
        lines = RegistrationEvent.objects.filter(
            event=self.event, registration__isnull=False, action="wrote", data__message=row.pk
        )
        mails = Delivery.objects.filter(
            mailing__kind=f"registration.{MessageKind.FROM_CENTRE}", mailing__key__in=lines.values("message_key")
        )
        counts = mails.order_by().values_list("state").annotate(n=Count("pk"))
        notices = Notice.objects.filter(message=row).select_related("registration")
        return self.render_to_response(
            self.get_context_data(
                message=row, counts=[(MailState(state).label, number) for state, number in counts],
                to_call=[notice for notice in notices if notice.done_at is None],
                called=sum(notice.done_at is not None for notice in notices), written=lines.count(),
                meant=row.by_mail + row.to_call,
            )
        )  # fmt: skip
