"""待ち: who waits for what, in the order in which it will be served, and the offers that are open."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core.colons import colon
from events.registration import services
from events.registration.choices import AllocationState
from events.registration.exceptions import Refused
from events.registration.models import Allocation, Registration
from events.registration.states import State

from .applicants import why
from .frame import EventView


class WaitingView(EventView):
    """The queues, the open offers, and those with a place who wait for an interpreter or the like."""

    tab = "waiting"
    template_name = "events/admin/waiting.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        queue = services.queue_of(event=self.event.pk)
        for each in queue:
            each.registration.offering.event = self.event
        groups = [
            {"offering": offering, "items": [{"row": each.registration, "waiting": each,
                                              "why": why(each.registration, each)} for each in items]}
            for offering, items in groupby(queue, key=lambda each: each.registration.offering)
        ]  # fmt: skip
        offered = Registration.objects.filter(event=self.event, state=State.OFFERED).order_by("offer_expires_at")
        needs = (
            Allocation.objects.filter(
                pool__event=self.event, state=AllocationState.QUEUED, is_primary=False,
                registration__state=State.CONFIRMED,
            ).select_related("registration", "pool").order_by("pool", "arrived_at", "pk")
        )  # fmt: skip
        return self.render_to_response(
            self.get_context_data(groups=groups, offered=list(offered), needs=list(needs), now=timezone.now())
        )

    def post(self, request: HttpRequest, event: int) -> HttpResponse:
        """Look once more whether somebody fits; what everything else does by itself."""
        self.changes_people = True
        self._check(request)
        served: list[Any] = []
        try:
            for offering in self.event.offerings.values_list("pk", flat=True):
                served += services.promote(offering=offering, now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self.to("waiting")
        said = _("Looked: nobody fits at present.")
        if served:
            said = _(", ").join(row.name for row in served) + colon() + _("what was waited for is there")
        messages.success(request, said)
        return self.to("waiting")
