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

from events.registration.choices import Action
from events.registration.models import Chapter, Desk, Event, EventFigure, EventLanguage, EventOrganiser
from events.registration.services.journal import record_for_event

from .frame import EventView, address

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
        return self.render_to_response(self.get_context_data(formset=self.formset(), one=self.one))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self.render_to_response(self.get_context_data(formset=formset, one=self.one))
        with transaction.atomic():
            for form in formset.forms:
                if form.has_changed() and form.instance.position is None:
                    form.instance.position = 0
            formset.save()
            if formset.has_changed():
                record_for_event(
                    event=self.event, action=Action.CHANGED, now=timezone.now(), by=request.user,
                    data={"fields": [self.kind]},
                )  # fmt: skip
        messages.success(request, _("Saved."))
        more = "more" in request.POST
        return redirect(address("rows", self.event.pk, self.kind) if more else address("overview", self.event.pk))
