"""The frame around every screen of one event: who may enter, its name, its tabs, what happens on a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.typed_as_typed import take_whole_pastes
from events.registration.exceptions import Refused
from events.registration.models import Event
from events.registration.titles import title_of

from . import extensions, permissions

NAMESPACE = "event_workspace"


@dataclass(frozen=True)
class Tab:
    """One of the screens of an event. people: it shows persons."""

    name: str
    label: Any
    people: bool = True


TABS = (
    Tab("overview", pgettext_lazy("workspace", "Overview"), people=False),
    Tab("dates", pgettext_lazy("workspace", "Dates and places"), people=False),
    Tab("applicants", pgettext_lazy("workspace", "Applicants")),
    Tab("waiting", pgettext_lazy("workspace", "Waiting")),
    Tab("day", pgettext_lazy("workspace", "On the day")),
    Tab("messages", pgettext_lazy("workspace", "Messages")),
    Tab("lists", pgettext_lazy("workspace", "Lists")),
    Tab("log", pgettext_lazy("workspace", "Log")),
)


def address(name: str, *args: Any) -> str:
    """Return the address of a screen of the workspace."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class EventView(WagtailAdminTemplateMixin, View):
    """A screen of one event.

    tab: which of `TABS` it belongs to. action: what of the event a person must be allowed to do; changing persons asks
    for the permission on registrations besides. Times are those of the event's place.
    """

    header_icon = "date"
    tab = "overview"
    action = "view"
    changes_people = False
    screen: Any = ""
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        event = permissions.events_of(request.user, self.action).select_related("site").filter(pk=kwargs["event"])
        found = event.first()
        if found is None:
            raise Http404
        self.event = found
        self._check(request)
        with timezone.override(self.event.zone):
            response = super().dispatch(request, *args, **kwargs)
            # Templates are rendered late; times are to be those of the event's place.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        return response

    def _check(self, request: HttpRequest) -> None:
        if self.tab_shown.people and not permissions.sees_people(request.user):
            raise PermissionDenied
        if self.changes_people and not permissions.changes_people(request.user):
            raise PermissionDenied

    @property
    def tab_shown(self) -> Tab:
        return next(tab for tab in TABS if tab.name == self.tab)

    @cached_property
    def title(self) -> str:
        return title_of(self.event, locale=get_language() or "ja").text

    def get_page_title(self) -> str:
        return self.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = address("overview", self.event.pk)
        items = [*self.breadcrumbs_items, {"url": address("list"), "label": _("Events")}]
        items.append({"url": home, "label": self.title})
        if self.tab != "overview" or self.screen:
            items.append({"url": address(self.tab, self.event.pk), "label": self.tab_shown.label})
        if self.screen:
            items.append({"url": "", "label": self.screen})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        for form in (kwargs.get("form"), *(kwargs.get("formset") or ())):
            if form is not None:
                take_whole_pastes(form)
        return super().get_context_data(
            **{
                "event": self.event,
                "screen": self.screen,
                "tabs": [
                    {"label": tab.label, "url": address(tab.name, self.event.pk), "is_here": tab.name == self.tab}
                    for tab in TABS
                    if not tab.people or permissions.sees_people(user)
                ],
                "may_change": permissions.may_change(user, self.event),
                "extensions": [] if self.screen else extensions.shown(self.event, self.request, tab=self.tab),
                "may_change_people": permissions.changes_people(user),
                **kwargs,
            }
        )

    def to(self, name: str, *args: Any) -> HttpResponse:
        return redirect(address(name, self.event.pk, *args))

    def get_object(self, rows: Any, **lookup: Any) -> Any:
        """Return a row of this event; 404 where there is none."""
        found = rows.filter(event=self.event, **lookup).first()
        if found is None:
            raise Http404
        return found


class FormView(EventView):
    """A form that a service answers.

    What the service refuses stands at the field it is about, and what was typed is kept. Where `consequences` has
    something to say, it is said and asked for once more before anything happens.
    """

    template_name = "events/admin/form.html"
    form_class: Any = None
    button: Any = _("Save")
    done: Any = _("Saved.")
    is_final = False
    about: Any = ""
    back = ""

    def get_form(self, data: Any = None) -> Any:
        return self.form_class(data, **self.form_arguments())

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": self.request.GET.dict()}

    def consequences(self, form: Any) -> list[Any]:
        """Return what will happen to whom, a sentence each; empty: nothing to be asked about."""
        return []

    def perform(self, form: Any) -> Any:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self.show(form)
        said = [] if "sure" in request.POST else self.consequences(form)
        if form.errors:
            return self.show(form)
        if said:
            return self.show(form, said=said)
        try:
            outcome = self.perform(form)
        except Refused as refusal:
            put_refusal(form, refusal)
            self.refused(form, refusal)
            return self.show(form)
        message = self.success(outcome)
        if message:
            messages.success(request, message)
        return self.after(outcome)

    def refused(self, form: Any, refusal: Refused) -> None:
        """Prepare a form for being shown again after a refusal."""

    def success(self, outcome: Any) -> Any:
        return self.done

    def after(self, outcome: Any) -> HttpResponse:
        return redirect(self.back_to)

    @property
    def back_to(self) -> str:
        return address(self.back or self.tab, self.event.pk)

    def show(self, form: Any, *, said: list[Any] | None = None) -> HttpResponse:
        stand_at_the_first_error(form)
        return self.render_to_response(
            self.get_context_data(
                form=form, said=said, button=self.button, is_final=self.is_final, about=self.about, back=self.back_to
            )
        )


def put_refusal(form: Any, refusal: Refused) -> None:
    """Put what a service said to the fields that it is about, or above the form."""
    errors = getattr(refusal, "errors", None) or {refusal.field: refusal.message}
    for name, message in errors.items():
        field = form.field_for(name) if hasattr(form, "field_for") else name
        form.add_error(field if field in form.fields else None, message)


def stand_at_the_first_error(form: Any) -> None:
    """Let the cursor stand in the first field that is to be put right, wherever the form would have begun."""
    wrong = [field for field in form.visible_fields() if field.errors] if form.is_bound else []
    if not wrong:
        return
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    wrong[0].field.widget.attrs["autofocus"] = True
