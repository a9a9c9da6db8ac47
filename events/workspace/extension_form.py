"""The screen on which staff change what a plugin keeps about an event."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.plugin_api import EventPanel
from cms.plugin_host import guard, installed
from events.registration.choices import Action
from events.registration.services.journal import record_for_event

from .extensions import form_class_of, panels_of, row_of
from .frame import FormView

FAILED = object()


class ExtensionView(FormView):
    """One panel of a plugin. Whatever of it fails, nothing is saved, what was typed stays, and staff are told."""

    action = "change"
    template_name = "events/admin/extension.html"
    panel: EventPanel

    def _check(self, request: HttpRequest) -> None:
        wanted = (self.kwargs["plugin"], self.kwargs["key"])
        found = [each for each in panels_of(self.event, request.user) if (each.plugin, each.key) == wanted]
        if not found:
            raise Http404
        self.panel = found[0]
        self.tab, self.screen = self.panel.tab, self.panel.panel.heading
        super()._check(request)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.guarded(self.get_form)
        return self.broken() if form is FAILED else self.show(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.guarded(self.get_form, request.POST)
        if form is FAILED:
            return self.broken()
        outcome = self.guarded(self.saved, form)
        if outcome is FAILED:
            form.add_error(
                None, _("This part does not work at the moment. Nothing was saved; what you typed is still here.")
            )
        if outcome is not True:
            return self.show(form)
        messages.success(request, self.done)
        return self.after(outcome)

    def get_form(self, data: Any = None) -> Any:
        files = self.request.FILES if data is not None else None
        return form_class_of(self.panel)(
            data, files, instance=row_of(self.panel, self.event), for_user=self.request.user
        )

    def saved(self, form: Any) -> bool:
        """Save the row live and log the names of the fields; say whether the form was in order."""
        if not form.is_valid():
            return False
        if form.has_changed():
            with transaction.atomic():
                self._save(form)
                record_for_event(
                    event=self.event, action=Action.CHANGED, now=timezone.now(), by=self.request.user,
                    data={"panel": f"{self.panel.plugin}:{self.panel.key}", "fields": sorted(form.changed_data)},
                )  # fmt: skip
        return True

    def _save(self, form: Any) -> None:
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            if form.instance.pk is not None and not form.instance._state.adding:
                raise
            # A colleague has filled it in for the first time meanwhile: there is one row for an event.
            again = self.get_form(self.request.POST)
            again.is_valid()
            again.save()

    def show(self, form: Any, *, said: list[Any] | None = None) -> HttpResponse:
        response = self.guarded(self._rendered, form)
        return self.broken() if response is FAILED else response

    def _rendered(self, form: Any) -> HttpResponse:
        bound = self.panel.panel.bind_to_model(type(form.instance)).get_bound_panel(
            instance=form.instance, request=self.request, form=form, prefix="extension"
        )
        context = self.get_context_data(
            form=form, bound=bound, media=bound.media + form.media, button=self.button, back=self.back_to
        )
        return render(self.request, self.template_name, context)

    def guarded(self, fn: Any, *args: Any) -> Any:
        """Call what leads into the plugin; return FAILED where it fails."""
        return guard.call(self.panel, fn, *args, fallback=FAILED, site=self.event.site)

    def broken(self) -> HttpResponse:
        """Say that the plugin fails, inside the frame of the event."""
        context = self.get_context_data(name=installed.name_of(self.panel.plugin), back=self.back_to)
        return render(self.request, "events/admin/extension_broken.html", context, status=503)
