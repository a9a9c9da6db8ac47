"""申込者: who has registered, where that stands, and why somebody waits."""

from __future__ import annotations

import re
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.core.colons import colon
from cms.core.impossible_keys import typed_key
from cms.core.readings import normalise_reading
from events.registration import services
from events.registration.choices import AllocationState, NeedKind, Selection, Source
from events.registration.codes import read_code
from events.registration.duplicates import digits
from events.registration.exceptions import NotALottery, Refused
from events.registration.messages import say_moment
from events.registration.models import Draw, Offering, Registration
from events.registration.outcomes import Waiting
from events.registration.states import State
from events.registration.texts import one_line

from .frame import EventView, FormView, address
from .overview import NothingForm

ON_A_PAGE = 100
FILTERS = ("state", "source", "need", "offering")


class ApplicantsView(EventView):
    """The list with its filters; applications can be decided from it.

    What is looked for is sent in a POST: names and telephone numbers do not belong into addresses, which servers log
    and browsers keep.
    """

    tab = "applicants"
    template_name = "events/admin/applicants.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        return self._list(request.GET)

    def _list(self, asked: Any, words: str = "") -> HttpResponse:
        rows = chosen(self.event, asked, words)
        page = Paginator(rows, ON_A_PAGE).get_page(asked.get("p"))
        waiting = {each.registration.pk: each for each in services.queue_of(event=self.event.pk)}
        filters = {name: asked.get(name, "") for name in FILTERS}
        offerings = list(self.event.offerings.prefetch_related("sessions"))
        return self.render_to_response(
            self.get_context_data(
                items=[_item(row, waiting.get(row.pk)) for row in page.object_list], page=page, total=rows.count(),
                states=State.choices, sources=Source.choices, needs=NeedKind.choices, offerings=offerings,
                chosen=filters, words=words, is_filtered=any((words, *filters.values())),
                query=_in_address(filters), draws=_draws(self.event, offerings),
                may_decide=self.event.selection == Selection.APPROVAL,
            )
        )  # fmt: skip

    def post(self, request: HttpRequest, event: int) -> HttpResponse:
        """Look for somebody, narrow the list down, or decide on the applications that were ticked."""
        decision = request.POST.get("decision")
        if decision is None and not request.POST.getlist("ticked"):
            words = one_line(request.POST.get("q", ""))
            if words:
                return self._list(request.POST, words)
            filters = {name: request.POST.get(name, "") for name in FILTERS}
            return redirect(f"{address('applicants', self.event.pk)}?{_in_address(filters)}")
        return self._decide(request, decision)

    def _decide(self, request: HttpRequest, decision: str | None) -> HttpResponse:
        self.changes_people = True
        self._check(request)
        ticked = dict(filter(None, map(_ticked, request.POST.getlist("ticked"))))
        if decision not in {"confirm", "wait", "reject"} or not ticked:
            messages.warning(request, _("Tick the applications first."))
            return self.to("applicants")
        rows = Registration.objects.filter(event=self.event, pk__in=ticked).order_by("received_at", "pk")
        done = 0
        for row in rows:
            try:
                services.decide(
                    registration=row.pk, decision=cast(Literal["confirm", "wait", "reject"], decision),
                    by=request.user, now=timezone.now(), version=ticked[row.pk],
                )  # fmt: skip
                done += 1
            except Refused as refusal:
                messages.error(request, f"{row.name}{colon()}{refusal.message}")
        if done:
            text = ngettext("%(n)d application is decided.", "%(n)d applications are decided.", done)
            messages.success(request, text % {"n": done})
        return self.to("applicants")


def _ticked(value: str) -> tuple[int, int | None] | None:
    """Read a box that was ticked: the registration, and the version of it that was seen."""
    found = re.fullmatch(r"([0-9]{1,17})(?:-([0-9]{1,9}))?", value, re.ASCII)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def _in_address(filters: dict[str, str]) -> str:
    return urlencode({name: value for name, value in filters.items() if value})


def chosen(event: Any, asked: Any, words: str = "") -> QuerySet[Registration]:
    """Return the registrations that filters and search leave, in the order in which they arrived."""
    rows = Registration.objects.filter(event=event).select_related("offering")
    rows = rows.prefetch_related("offering__sessions", "needs", "allocations__pool")
    for name in ("state", "source"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if offering := typed_key(str(asked.get("offering", ""))):
        rows = rows.filter(offering=offering)
    if asked.get("need"):
        rows = rows.filter(needs__kind=asked["need"]).distinct()
    if words:
        rows = rows.filter(_named(words))
    return rows.order_by("received_at", "pk")


def _named(words: str) -> Q:
    """Match a name, reading, address, telephone number or booking number, however it was typed."""
    named = Q(name__icontains=words) | Q(kana__icontains=normalise_reading(words)) | Q(email__icontains=words)
    named |= Q(organisation_name__icontains=words) | Q(members__name__icontains=words)
    code = read_code(words)
    if code:
        named |= Q(code=code)
    number = digits(words)
    if len(number) >= 4:
        named |= Q(phone__icontains=words) | Q(phone__endswith=number[-4:])
    return Q(pk__in=Registration.objects.filter(named).values("pk"))


def _item(row: Registration, waiting: Waiting | None) -> dict[str, Any]:
    return {"row": row, "why": why(row, waiting), "needs": [str(need.get_kind_display()) for need in row.needs.all()]}


def why(row: Registration, waiting: Waiting | None) -> str:
    """Return why somebody waits, in a sentence; empty where nobody does."""
    if row.state == State.OFFERED and row.offer_expires_at:
        until = timezone.localtime(row.offer_expires_at)
        return _("A place is kept until %(until)s.") % {"until": say_moment(until)}
    if row.state == State.UNVERIFIED and row.verify_by:
        until = timezone.localtime(row.verify_by)
        return _("The address must be confirmed by %(until)s.") % {"until": say_moment(until)}
    if row.state == State.CONFIRMED:
        lacks = [
            part.pool.display_name for part in row.allocations.all()
            if part.state == AllocationState.QUEUED and not part.is_primary
        ]  # fmt: skip
        return _("Has a place, but waits for: %(what)s") % {"what": _(", ").join(lacks)} if lacks else ""
    if waiting is None:
        return ""
    said = [_("Number %(n)d in the queue.") % {"n": waiting.position}]
    for pool in waiting.pools:
        said.append(
            _("%(what)s: %(free)d free, %(units)d needed.")
            % {"what": pool.display_name, "free": pool.free or 0, "units": pool.units_for(row.seats)}
        )
    if not waiting.pools and waiting.behind_others:
        said.append(_("There is room, but somebody who came earlier waits for more of it."))
    return " ".join(said)


def _draws(event: Any, offerings: list[Offering]) -> list[dict[str, Any]]:
    if event.selection != Selection.LOTTERY:
        return []
    draws = {draw.offering_id: draw for draw in Draw.objects.filter(offering__event=event)}
    return [{"offering": offering, "draw": draws.get(offering.pk)} for offering in offerings]


class DrawView(FormView):
    """The draw of one offering: before, to be run; afterwards, to be checked."""

    tab = "applicants"
    action = "change"
    changes_people = True
    screen = gettext_lazy("Draw")
    form_class: Any = NothingForm
    button = gettext_lazy("Draw now")
    done = gettext_lazy("The draw is done, and everybody is told.")
    template_name = "events/admin/draw.html"
    is_final = True

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def offering(self) -> Offering:
        rows = Offering.objects.select_related("event").prefetch_related("sessions")
        return self.get_object(rows, pk=self.kwargs["offering"])  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offering = self.offering()
        draw = Draw.objects.filter(offering=offering).first()
        try:
            check = services.check_draw(offering=offering.pk)
        except NotALottery:
            check = None
        drawn = Registration.objects.filter(offering=offering, draw_rank__isnull=False).order_by("draw_rank")
        waiting = Registration.objects.filter(offering=offering, state=State.APPLIED).count()
        return super().get_context_data(
            **kwargs, offering=offering, draw=draw, check=check, drawn=drawn, applied=waiting
        )

    def consequences(self, form: Any) -> list[Any]:
        applied = Registration.objects.filter(offering=self.kwargs["offering"], event=self.event, state=State.APPLIED)
        number = applied.count()
        text = ngettext("%(n)d application is drawn.", "%(n)d applications are drawn.", number) % {"n": number}
        return [text, _("Everybody is told the result. A draw cannot be repeated.")]

    def perform(self, form: Any) -> Any:
        return services.run_draw(offering=self.offering().pk, by=self.request.user, now=timezone.now())

    @property
    def back_to(self) -> str:
        return address("draw", self.event.pk, self.kwargs["offering"])
