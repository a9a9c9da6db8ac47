"""市への報告: what came in and who came in a month, in numbers without persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.locales import language_of
from cms.core.models import Appearance
from events.registration.choices import AgeBand, NeedKind, Source, SpokenLanguage
from events.registration.models import Attendance, ErasureReport, Need, Registration, Session
from events.registration.states import State

from . import permissions
from .frame import address
from .listing import titles_of
from .lists import WRITERS, file_name

#: Nothing was booked here before the web was, and nobody plans for further ahead.
EARLIEST, LATEST = 1990, 2200


@dataclass
class Line:
    """One date of the month."""

    title: str
    session: Session
    parties: int = 0
    people: int = 0
    came: int = 0


@dataclass
class MonthReport:
    """The figures of a month. by: (heading, [(label, number)])."""

    lines: list[Line] = field(default_factory=list)
    parties: int = 0
    people: int = 0
    cancelled: int = 0
    by: list[tuple[Any, list[tuple[str, int]]]] = field(default_factory=list)

    @property
    def came(self) -> int:
        return sum(line.came for line in self.lines)


def read(events: Any, *, first: datetime, last: datetime) -> MonthReport:
    """Count registrations received and dates held from `first` to before `last`. Eight queries, however many.

    What was erased counts as it did before: its figures were kept.
    """
    received = Registration.objects.filter(event__in=events, received_at__gte=first, received_at__lt=last).order_by()
    # Looked through once: SQLite asks each event which of its registrations are of the month.
    sorts = list(received.values_list("source", "locale", "state").annotate(parties=Count("pk"), people=Sum("seats")))
    report = MonthReport()
    ways, languages = Counter[str](), Counter[str]()
    for source, locale, state, parties, people in sorts:
        report.parties += parties
        report.people += people
        report.cancelled += parties if state == State.CANCELLED else 0
        ways[source] += parties
        languages[locale] += parties
    report.lines = _lines(events, first, last)
    kept = [report.counts for report in ErasureReport.objects.filter(event__in=events)]
    month = f"{timezone.localtime(first, get_default_timezone()):%Y-%m}"
    needs = _counted(Need.objects.filter(registration__in=received), "kind")
    for counts in kept:
        needs.update(counts.get("needs_by_month", {}).get(month, {}))
    report.by = [
        (_("Registrations by the way they came"), _labelled(ways, Source)),
        (_("Registrations by language of the messages"),
         [(language_of(code).name, n) for code, n in languages.most_common()]),
        (_("People who came by mother tongue"), _labelled(_who_came(report, kept, "mother_tongue"), SpokenLanguage)),
        (_("People who came by age"), _labelled(_who_came(report, kept, "age_band"), AgeBand)),
        (_("Needs of the registrations"), _labelled(needs, NeedKind)),
    ]  # fmt: skip
    return report


def _counted(rows: Any, name: str) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list(name).annotate(n=Count("pk"))))


def _labelled(counts: Counter[str], choices: Any) -> list[tuple[str, int]]:
    labels = dict(choices.choices)
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(str(labels.get(key) or _("Not said")), number) for key, number in found if number]


def _who_came(report: MonthReport, kept: list[dict[str, Any]], name: str) -> Counter[str]:
    """Count those who came by what is known of them, and those of whom nothing is."""
    sessions = [line.session.pk for line in report.lines]
    came = Attendance.objects.filter(session__in=sessions).exclude(**{f"member__{name}": ""})
    counts = _counted(came, f"member__{name}")
    for each in kept:
        for session in sessions:
            counts.update(each.get("came", {}).get(str(session), {}).get(name, {}))
    counts[""] = max(report.came - counts.total(), 0)
    return counts


def _lines(events: Any, first: datetime, last: datetime) -> list[Line]:
    # Their keys first, from the index of when dates start: SQLite would ask each event for its dates.
    of_month = Session.objects.held().filter(starts_at__gte=first, starts_at__lt=last)
    sessions = list(
        Session.objects.filter(event__in=events, pk__in=of_month.order_by().values("pk"))
        .select_related("event").order_by("starts_at", "pk")
    )  # fmt: skip
    for session in sessions:
        session.event.on_its_clock([session])
    titles = titles_of([session.event for session in sessions])
    confirmed = Registration.objects.filter(offering__sessions__in=sessions, state="confirmed").order_by()
    parties, people = Counter[int](), Counter[int]()
    for pk, seats in confirmed.values_list("offering__sessions", "seats"):
        parties[pk] += 1
        people[pk] += seats
    came = Counter(Attendance.objects.filter(session__in=sessions).values_list("session", flat=True))
    return [
        Line(titles[session.event.page_key], session, parties[session.pk], people[session.pk], came[session.pk])
        for session in sessions
    ]  # fmt: skip


class ReportView(WagtailAdminTemplateMixin, View):
    """The report of a month on the screen, and as a file with `format`."""

    template_name = "events/admin/report.html"
    page_title = gettext_lazy("Report for the city")
    header_icon = "date"

    def get(self, request: HttpRequest, kind: str = "") -> HttpResponse:
        if not permissions.may_look(request.user):
            raise PermissionDenied
        month = _month(request.GET.get("month", ""))
        # By the centre's clock, whatever the zone of whoever looks: two people get one report.
        zone = get_default_timezone()
        first = make_aware(datetime(month.year, month.month, 1), zone)
        following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        events = permissions.events_of(request.user).order_by()
        found = read(events, first=first, last=make_aware(datetime(following.year, following.month, 1), zone))
        centres = centres_of(events)
        if kind:
            return _file(kind, month, found, centres)
        before = month.replace(day=1) - timedelta(days=1)
        return self.render_to_response(
            self.get_context_data(
                report=found, centres=centres, today=timezone.localdate(), month=month,
                before=f"{before:%Y-%m}", following=f"{following:%Y-%m}",
                value=f"{month:%Y-%m}",
            )
        )  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": address("list"), "label": _("Events")},
            {"url": "", "label": self.page_title},
        ]


def centres_of(events: Any) -> str:
    """Return the names of the centres that a report on these events is about, in the active language."""
    rows = Appearance.objects.filter(site__in=events.order_by().values("site")).order_by("site__hostname", "pk")
    return " · ".join(str(row.display_name) for row in rows)


def _month(typed: str) -> date:
    """Return the month that was asked for; this one where nothing sensible was."""
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        month = date.min
    # The months before and after have to be months that the clock knows, too.
    return month if EARLIEST <= month.year <= LATEST else timezone.localdate().replace(day=1)


def _file(kind: str, month: date, found: MonthReport, centres: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    headings = [pgettext("event", "When"), _("Event"), _("registrations"), _("places taken"), _("came")]
    rows: list[list[Any]] = [
        [line.session.starts_at, line.title, line.parties, line.people, line.came] for line in found.lines
    ]
    rows += [[], [_("Registrations received"), "", found.parties, found.people, ""]]
    for heading, counts in found.by:
        rows += [[], [heading], *([label, "", number] for label, number in counts)]
    rows += [[], [_("Centre"), centres]]
    return WRITERS[kind](file_name(f"{_('Report for the city')}_{month:%Y-%m}"), headings, rows)
