"""連絡: who must still be called, and how the event's mails stand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core.impossible_keys import typed_key
from cms.mail.models import Delivery
from cms.mail.states import NEED_A_PERSON
from cms.mail.states import State as MailState
from events.registration import services
from events.registration.models import Notice, RegistrationEvent

from .frame import EventView

ON_A_PAGE = 100


class MessagesView(EventView):
    """People to call, one button each; mails by state."""

    tab = "messages"
    template_name = "events/admin/messages.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        notices = Notice.objects.filter(registration__event=self.event).select_related(
            "registration", "done_by", "message"
        )
        to_call = list(notices.open(at=timezone.now()).order_by(F("until").asc(nulls_first=True), "created_at", "pk"))
        keys = RegistrationEvent.objects.filter(event=self.event).exclude(message_key="").values("message_key")
        mails = Delivery.objects.filter(mailing__kind__startswith="registration.", mailing__key__in=keys)
        counts = mails.order_by().values_list("state").annotate(n=Count("pk"))
        stuck = mails.filter(state__in=NEED_A_PERSON, handled_at=None).select_related("mailing")
        return self.render_to_response(
            self.get_context_data(
                written=list(self.event.group_messages.all()[:20]),
                notices=[row for row in to_call if row.until is None],
                reminders=[row for row in to_call if row.until is not None],
                done=list(notices.exclude(done_at=None).filter(registration__erased_at=None)[:50]),
                counts=[(MailState(state).label, number) for state, number in counts], stuck=list(stuck[:50]),
            )
        )  # fmt: skip

    def post(self, request: HttpRequest, event: int) -> HttpResponse:
        self.changes_people = True
        self._check(request)
        typed = request.POST.get("notice", "")
        row: Any = self.get_notice(typed)
        services.settle_notice(notice=row.pk, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is noted as told.") % {"name": row.registration.name})
        return self.to("messages")

    def get_notice(self, typed: str) -> Notice:
        return get_object_or_404(Notice, pk=typed_key(typed), registration__event=self.event)


class LogView(EventView):
    """記録: what happened, the newest first; no line holds what somebody typed."""

    tab = "log"
    template_name = "events/admin/log.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        rows = RegistrationEvent.objects.filter(event=self.event).select_related("user", "registration")
        page = Paginator(rows.order_by("-at", "-pk"), ON_A_PAGE).get_page(request.GET.get("p"))
        erasures = list(self.event.erasures.all())
        return self.render_to_response(
            self.get_context_data(lines=list(page.object_list), page=page, query="", erasures=erasures)
        )
