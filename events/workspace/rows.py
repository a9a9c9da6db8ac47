"""Organisers, languages, desks, chapters and figures of an event: rows of a list, without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from events.registration import services
from events.registration.choices import Action
from events.registration.models import Chapter, Desk, Event, EventFigure, EventLanguage, EventOrganiser
from events.registration.services.journal import record_for_event

from .frame import EventView, address
from .once import key_of, new_key

# name: (heading, model, fields, what one row is called)
KINDS: dict[str, tuple[Any, Any, list[str], Any]] = {
    "organisers": (
        _("Organisers"), EventOrganiser,
        ["role", "organisation", "name", "name_en", "department", "department_name", "position"], _("organiser"),
    ),
    "languages": (_("Languages"), EventLanguage, ["code", "use", "position"], _("language")),
    "desks": (
        _("Desks"), Desk,
        ["topic", "topic_en", "who", "who_en", "organisation", "department", "languages", "position"], _("desk"),
    ),
    "chapters": (
        _("Programme"), Chapter, ["part", "title", "title_en", "starts_at_seconds", "position"], _("chapter"),
    ),
    "figures": (
        pgettext_lazy("event", "Figures"), EventFigure, ["label", "label_en", "number", "position"],
        pgettext_lazy("event", "figure"),
    ),
}  # fmt: skip
EMPTY_ROWS = 2


class RowsView(EventView):
    """Existing rows and two empty ones; “save and add more” gives two more."""

    action = "change"
    template_name = "events/admin/rows.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = kwargs["kind"]
        self.screen, self.model, self.names, self.one = KINDS[self.kind]
        return super().dispatch(request, *args, **kwargs)

    def formset(self, data: Any = None) -> Any:
        made = forms.inlineformset_factory(
            Event, self.model, fields=self.names, extra=EMPTY_ROWS, can_delete=True, max_num=60
        )
        formset = made(data, instance=self.event, prefix="rows")
        forms_of: list[Any] = list(formset.forms)
        for number, form in enumerate(forms_of, start=1):
            self._narrow(form)
            form.fields["position"].required = False
            if form.instance.pk is None:
                form.initial["position"] = number
        return formset

    def _narrow(self, form: Any) -> None:
        """Offer organisations of this site and those shared by all; a department of another body is refused."""
        if "organisation" in form.fields:
            rows = form.fields["organisation"].queryset
            form.fields["organisation"].queryset = rows.filter(site=self.event.site) | rows.filter(site=None)
        if "department" in form.fields:
            departments = form.fields["department"].queryset.select_related("organisation")
            form.fields["department"].queryset = departments

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(self.formset(), new_key())

    def _show(self, formset: Any, key: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(formset=formset, one=self.one, form_key=key))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = key_of(request.POST)
        if not services.sent_before(event=self.event, key=key):
            formset = self.formset(request.POST)
            if not formset.is_valid():
                return self._show(formset, key)
            self._save(formset, key)
        messages.success(request, _("Saved."))
        more = "more" in request.POST
        return redirect(address("rows", self.event.pk, self.kind) if more else address("overview", self.event.pk))

    @transaction.atomic
    def _save(self, formset: Any, key: str) -> None:
        now = timezone.now()
        if not services.is_first(event=self.event, key=key, now=now):
            return
        for form in formset.forms:
            if form.has_changed() and form.instance.position is None:
                form.instance.position = 0
        formset.save()
        if formset.has_changed():
            record_for_event(
                event=self.event, action=Action.CHANGED, now=now, by=self.request.user, data={"fields": [self.kind]}
            )
