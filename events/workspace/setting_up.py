"""From a page in words to an event with facts: new, or like another one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.impossible_keys import typed_key
from cms.core.spoken_dates import say_day
from events.registration import services
from events.registration.choices import EventKind
from events.registration.messages import language
from events.registration.models import Event

from . import permissions
from .frame import address
from .listing import titles_of

FURTHEST = timedelta(days=3652)
LATEST = 200  # events to choose from, besides the one that was asked for


class StartForm(forms.Form):
    """What kind it is, and which event it is to be like."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("event", "kind"), choices=EventKind.choices,
        help_text=_("Of a new event. One that is set up like another is of the same kind."),
    )  # fmt: skip
    original = forms.ChoiceField(
        label=_("set up like"), required=False,
        help_text=_("Rules, dates, capacities, organisers, desks and questions come along; registrations do not."),
    )  # fmt: skip

    first_day = forms.DateField(
        label=_("first day of the new event"), required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("All dates of the other event move by as many days and keep their times. Empty: the same dates."),
    )  # fmt: skip

    def __init__(self, *args: Any, originals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["original"].choices = [("", _("(a new one)")), *originals]  # type: ignore[attr-defined]

    def clean_first_day(self) -> date | None:
        day: date | None = self.cleaned_data["first_day"]
        if day is not None and not timezone.localdate() <= day <= timezone.localdate() + FURTHEST:
            raise forms.ValidationError(_("Choose a day from today on, within ten years."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("first_day") and found.get("original") == "":
            self.add_error("first_day", _("Choose above the event whose dates move to this day, or empty this field."))
        return found


def _day_of(event: Event) -> str:
    return f" ({say_day(event.starts_at, language=language(), year=True)})" if event.starts_at else ""


class StartView(WagtailAdminTemplateMixin, View):
    """Leads to the workspace of a page's event; asks what it is like where there is none yet."""

    template_name = "events/admin/start.html"
    page_title = _("Set up an event")
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.told_on = apps.get_model("events.EventPage").objects.filter(pk=kwargs["page"]).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.told_on is None:
            raise Http404
        known = Event.objects.filter(page_key=self.told_on.translation_key).first()
        if known is not None:
            return redirect(address("overview", known.pk))
        self.site = self.told_on.get_site()
        if self.site is None or self.site not in permissions.sites_to_add_on(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _form(self, data: Any = None) -> StartForm:
        mine = permissions.events_of(self.request.user).for_site(self.site)
        rows = list(mine.order_by("-created_at")[:LATEST])
        like = typed_key(self.request.GET.get("like", ""))
        if like not in {row.pk for row in rows}:  # at a large centre last month's are not among the latest
            rows += mine.filter(pk=like)
        titles = titles_of(rows)
        originals = [(str(row.pk), titles[row.page_key] + _day_of(row)) for row in rows]
        # Whose page was copied is known; who wrote a new one under the same name may mean the same.
        asked = [pk for pk, _title in originals if pk == str(like)]
        alike = [pk for pk, title in originals if title.startswith(self.told_on.title[:20])]
        first = next(iter([*asked, *alike]), "")
        kind = next((row.kind for row in rows if str(row.pk) == first), EventKind.COURSE)
        return StartForm(data, originals=originals, initial={"original": first, "kind": kind})

    def get(self, request: HttpRequest, page: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._form(), told_on=self.told_on))

    def post(self, request: HttpRequest, page: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, told_on=self.told_on))
        key, original = self.told_on.translation_key, form.cleaned_data["original"]
        if original:
            model = permissions.events_of(request.user).get(pk=original)
            event = services.set_up_like(original=model, page_key=key, first_day=form.cleaned_data["first_day"])
        else:
            event = services.set_up(page_key=key, site=self.site, kind=form.cleaned_data["kind"])
        messages.success(request, _("The event is in preparation. Nobody sees it until you announce it."))
        return redirect(address("dates" if not original else "overview", event.pk))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": address("list"), "label": _("Events")},
            {"url": "", "label": self.page_title},
        ]
