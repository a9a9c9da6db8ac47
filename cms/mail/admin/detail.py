"""One mail: what it said, where it stands and why, and what can be done now."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from cms.core.locales import language_of
from cms.mail import kinds, services
from cms.mail.exceptions import MoveRefused
from cms.mail.models import Delivery
from cms.mail.states import NEED_A_PERSON, State

from . import permissions
from .listing import DETAIL, LIST, chosen

MOST_AT_ONCE = 2000
# What a mailed link ends with lets whoever has it act for the recipient: staff see where a link leads, not its secret.
LINK = re.compile(r"https?://\S+")
SECRET = re.compile(r"[A-Za-z0-9_:.~-]{16,}")


@dataclass(frozen=True)
class Action:
    """A button. `means` says what will happen, before it does; `done` is what is said afterwards."""

    name: str
    label: Any
    means: Any
    done: Any
    act: Callable[[Delivery, Any], Any]
    offered: Callable[[Delivery], bool]
    is_final: bool = False


def _retry(delivery: Delivery, by: Any) -> None:
    if not services.retry(delivery_ids=[delivery.pk], by=by, now=timezone.now()):
        raise MoveRefused


def _withdraw(delivery: Delivery, by: Any) -> None:
    services.withdraw_by_staff(delivery_id=delivery.pk, by=by, now=timezone.now())


def _arrived(delivery: Delivery, by: Any) -> None:
    services.note_arrival(delivery_id=delivery.pk, by=by, now=timezone.now())


def _dealt_with(delivery: Delivery, by: Any) -> None:
    services.note_as_dealt_with(delivery_id=delivery.pk, by=by, now=timezone.now())


ACTIONS = (
    Action(
        "retry", _("Send again now"),
        _("It is sent to the same address. If the address itself is wrong, correct it where it was entered instead."),
        _("The mail is on its way again."), _retry,
        lambda mail: mail.state in {State.DEFERRED, *NEED_A_PERSON} and bool(mail.address),
    ),
    Action(
        "arrived", _("It has arrived"), _("Somebody has told you that the mail is there. It is counted as sent."),
        _("The mail is counted as sent."), _arrived, lambda mail: mail.state == State.UNCERTAIN,
    ),
    Action(
        "dealt_with", _("Dealt with"),
        _("You have told the person in another way, by telephone for example. The mail leaves the list of those that "
          "need a person, and stays counted as it is."),
        _("Noted as dealt with."), _dealt_with, lambda mail: mail.needs_a_person,
    ),
    Action(
        "withdraw", _("Do not send it"), _("The mail will never be sent. This cannot be undone."),
        _("The mail will not be sent."), _withdraw, lambda mail: mail.state in {State.PENDING, State.DEFERRED},
        is_final=True,
    ),
)  # fmt: skip


class MailDetailView(WagtailAdminTemplateMixin, View):
    """Shows a mail (GET) and does what a button says (POST with `action`)."""

    template_name = "mail/admin/detail.html"
    header_icon = "mail"
    page_title = _("Mail record")
    delivery: Delivery

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = permissions.rows_of(request).filter(pk=kwargs["pk"]).select_related("mailing", "handled_by").first()
        if found is None:
            raise Http404
        self.delivery = found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = self.delivery
        context = self.get_context_data(
            delivery=delivery,
            mailing=delivery.mailing,
            text=without_secrets(delivery.mailing.text),
            kind=kinds.label_of(delivery.mailing.kind),
            language=language_of(delivery.mailing.locale),
            attachments=list(delivery.mailing.attachments.defer("content")),
            actions=self._offered(request),
            returns=list(delivery.returns.order_by("-at", "-pk")[:20]),
            history=_history(delivery),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = next((each for each in ACTIONS if each.name == request.POST.get("action")), None)
        if action is None or not permissions.may_act(request.user, self.delivery):
            raise PermissionDenied
        try:
            action.act(self.delivery, request.user)
        except MoveRefused:
            messages.error(request, _("The mail has changed in the meantime. See below how it stands now."))
        else:
            messages.success(request, action.done)
        return redirect(reverse(DETAIL, args=[pk]))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Mail records")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.delivery.mailing.subject},
        ]

    def _offered(self, request: HttpRequest) -> list[Action]:
        if not permissions.may_act(request.user, self.delivery):
            return []
        return [action for action in ACTIONS if action.offered(self.delivery)]


class RetryAllView(WagtailAdminTemplateMixin, View):
    """Says how many mails of a filtered list would be sent again (GET) and sends them (POST)."""

    template_name = "mail/admin/retry_all.html"
    header_icon = "resubmit"
    page_title = _("Send again")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not permissions.policy().user_has_permission(request.user, "change"):
            raise PermissionDenied
        mine = permissions.policy().instances_user_has_permission_for(request.user, "change").order_by()
        stuck = chosen(request).filter(state__in=[State.DEFERRED, *NEED_A_PERSON], pk__in=mine.values("pk"))
        self.pks = list(stuck.exclude(address="").order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])

    def get(self, request: HttpRequest) -> HttpResponse:
        back = f"{reverse(LIST)}?{request.GET.urlencode()}"
        return self.render_to_response(self.get_context_data(number=len(self.pks), back=back))

    def post(self, request: HttpRequest) -> HttpResponse:
        number = services.retry(delivery_ids=self.pks, by=request.user, now=timezone.now())
        text = ngettext("%(number)d mail is on its way again.", "%(number)d mails are on their way again.", number)
        messages.success(request, text % {"number": number})
        return redirect(LIST)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Mail records")},
            {"url": "", "label": self.get_page_title()},
        ]


def without_secrets(text: str) -> str:
    """Return a mail's text with every link cut off before its secret part."""
    return LINK.sub(lambda link: _without_secret(link[0]), text)


def _without_secret(link: str) -> str:
    host, *parts = re.split(r"(?<=[^/:])(?=[/?])", link)
    for position, part in enumerate(parts):
        if SECRET.search(part):
            return "".join([host, *parts[:position], "/…"])
    return link


def _history(delivery: Delivery) -> list[Any]:
    entries = ModelLogEntry.objects.for_instance(delivery).select_related("user")
    return list(entries.order_by("-timestamp")[:50])
