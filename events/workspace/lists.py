"""名簿: lists to print and to take along: the roster of a date, everybody as CSV and XLSX."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cms.core.exports import csv_file, xlsx_file
from events.registration import services
from events.registration.models import FormVersion, Session
from events.registration.questions import read_schema

from .frame import EventView

WRITERS = {"csv": csv_file, "xlsx": xlsx_file}


class ListsView(EventView):
    """What there is to print and to download."""

    tab = "lists"
    template_name = "events/admin/lists.html"

    def get(self, request: HttpRequest, event: int) -> HttpResponse:
        sessions = self.event.sessions.held()
        return self.render_to_response(self.get_context_data(sessions=list(sessions)))


class RosterView(EventView):
    """名簿: who comes to a date, in kana order, on A4."""

    tab = "lists"
    template_name = "events/admin/roster.html"
    screen = gettext_lazy("List of names")

    def get(self, request: HttpRequest, event: int, session: int) -> HttpResponse:
        row = self.get_object(Session.objects.select_related("venue", "event"), pk=session)
        lines = services.roster(session=row)
        questions = questions_of(self.event)
        shown = [
            {"line": line, "needs": needs_of(line), "attended": line.attended[row.pk],
             "answers": [said(line.answers.get(question.key)) for question in questions]}
            for line in lines
        ]  # fmt: skip
        return self.render_to_response(
            self.get_context_data(session=row, lines=shown, questions=questions, now=timezone.now())
        )


class RosterFileView(EventView):
    """The roster of a date as a file."""

    tab = "lists"

    def get(self, request: HttpRequest, event: int, session: int, kind: str) -> HttpResponse:
        row = self.get_object(Session.objects.select_related("event"), pk=session)
        questions = questions_of(self.event)
        headings = [
            _("reading"), pgettext("person", "name"), _("Booking number"), pgettext("party", "number"),
            pgettext("party", "age"), _("telephone"), _("What they need"),
            *(question.display_label for question in questions), _("came"),
        ]  # fmt: skip
        rows = [
            [line.kana or line.registration.kana, line.name or line.registration.name, line.registration.spaced_code,
             line.number, str(line.member.get_age_band_display()), line.registration.phone, needs_of(line),
             *(said(line.answers.get(question.key)) for question in questions),
             pgettext("answer", "yes") if line.attended[row.pk] else ""]
            for line in services.roster(session=row)
        ]  # fmt: skip
        write = writer(kind)
        services.note_download(
            event=self.event, what="roster", file=kind, rows=len(rows), by=request.user, now=timezone.now(),
            session=row.pk,
        )  # fmt: skip
        return write(file_name(f"{self.title}_{timezone.localdate(row.starts_at)}"), headings, rows)


class ExportView(EventView):
    """Everybody who registered, one row per person."""

    tab = "lists"

    def get(self, request: HttpRequest, event: int, kind: str) -> HttpResponse:
        write = writer(kind)
        headings, rows = services.export(event=self.event.pk)
        services.note_download(
            event=self.event, what="everybody", file=kind, rows=len(rows), by=request.user, now=timezone.now()
        )
        return write(file_name(f"{self.title}_{timezone.localdate()}"), headings, rows)


def writer(kind: str) -> Any:
    if kind not in WRITERS:
        raise Http404
    return WRITERS[kind]


def file_name(text: str) -> str:
    """Return a name that every system takes."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", text)[:100]


def questions_of(event: Any) -> list[Any]:
    """Return the questions of all versions of the form, the newest wording of each."""
    found: dict[str, Any] = {}
    for form in FormVersion.objects.filter(event=event).order_by("number"):
        found |= {question.key: question for question in read_schema(form.schema)}
    return list(found.values())


def needs_of(line: Any) -> str:
    """Return what a party needs, in a few words."""
    return ", ".join(
        " ".join(filter(None, (str(need.get_kind_display()), str(need.get_language_display()),
                               f"×{need.count}" if need.count > 1 else "", need.details)))
        for need in line.needs
    )  # fmt: skip


def said(value: Any) -> Any:
    """Return an answer as people read it."""
    if value is True:
        return pgettext("answer", "yes")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else value
