"""The form in which staff say which grant an event is about."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from events.registration.models import Event
from plugins.grants.models import GrantProgramme


class EventGrantForm(WagtailAdminModelForm):
    """Only grants of the event's own site can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = Event.objects.filter(page_key=self.instance.event).values("site")
        own = GrantProgramme.objects.filter(site__in=site).select_related("funder")
        self.fields["programme"].queryset = own  # type: ignore[attr-defined]
