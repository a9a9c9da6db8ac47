"""Where the screens of events are mounted, and their menu item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from . import (
    applicant,
    applicants,
    contact,
    dates,
    day,
    decisions,
    extension_form,
    facts,
    group_message,
    lists,
    overview,
    permissions,
    places,
    proxy,
    questions,
    rows,
)
from .frame import NAMESPACE
from .listing import EventListView
from .report import ReportView
from .setting_up import StartView
from .waiting import WaitingView


class EventsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_look(request.user)


SETTING_UP = {
    "": overview.OverviewView,
    "announce/": overview.AnnounceView,
    "cancel/": overview.CancelEventView,
    "facts/": facts.FactsView,
    "rules/": facts.RulesView,
    "extensions/<slug:plugin>/<slug:key>/": extension_form.ExtensionView,
    "questions/": questions.QuestionsView,
    "rows/<slug:kind>/": rows.RowsView,
    "dates/": dates.DatesView,
    "dates/add/": dates.AddDateView,
    "dates/<int:session>/move/": dates.MoveSessionView,
    "dates/<int:session>/cancel/": dates.CancelSessionView,
    "dates/<int:session>/delete/": dates.DeleteSessionView,
    "dates/<int:session>/name/": dates.NameSessionView,
    "booked/add/": places.AddOfferingView,
    "booked/<int:offering>/": places.EditOfferingView,
    "booked/<int:offering>/delete/": places.DeleteOfferingView,
    "capacity/<int:pool>/": places.CapacityView,
    "capacity/<int:pool>/delete/": places.DeletePoolView,
    "interpreters/": places.AddInterpretersView,
    "childcare/": places.AddChildcareView,
}
PEOPLE = {
    "applicants/": applicants.ApplicantsView,
    "applicants/new/": proxy.ProxyView,
    "draw/<int:offering>/": applicants.DrawView,
    "applicants/<int:registration>/": applicant.ApplicantView,
    "applicants/<int:registration>/change/": applicant.ChangeView,
    "applicants/<int:registration>/give-back/": applicant.GiveBackView,
    "applicants/<int:registration>/move/": applicant.MoveView,
    "applicants/<int:registration>/slip/": proxy.SlipView,
    "applicants/<int:registration>/cancel/": decisions.CancelRegistrationView,
    "applicants/<int:registration>/decide/": decisions.DecideView,
    "applicants/<int:registration>/override/": decisions.OverrideView,
    "applicants/<int:registration>/accept/": decisions.AcceptView,
    "applicants/<int:registration>/decline/": decisions.DeclineView,
    "waiting/": WaitingView,
    "day/": day.DayView,
    "day/<int:session>/": day.CheckInView,
    "day/<int:session>/new/": day.WalkInView,
    "messages/": contact.MessagesView,
    "messages/new/": group_message.WriteView,
    "messages/<int:message>/": group_message.WrittenView,
    "lists/": lists.ListsView,
    "lists/<int:session>/": lists.RosterView,
    "lists/<int:session>/<slug:kind>/": lists.RosterFileView,
    "lists/all/<slug:kind>/": lists.ExportView,
    "log/": contact.LogView,
}
# The names by which templates ask for them.
NAMES = {
    "": "overview", "announce/": "announce",
    "extensions/<slug:plugin>/<slug:key>/": "extension", "cancel/": "cancel_event", "rows/<slug:kind>/": "rows",
    "dates/add/": "add_date", "dates/<int:session>/move/": "move_session",
    "dates/<int:session>/cancel/": "cancel_session", "dates/<int:session>/delete/": "delete_session",
    "dates/<int:session>/name/": "name_session", "booked/<int:offering>/delete/": "delete_offering",
    "capacity/<int:pool>/delete/": "delete_pool", "messages/new/": "write", "messages/<int:message>/": "written",
    "booked/add/": "add_offering", "booked/<int:offering>/": "edit_offering", "capacity/<int:pool>/": "capacity",
    "interpreters/": "add_interpreters", "childcare/": "add_childcare",
    "applicants/new/": "proxy", "draw/<int:offering>/": "draw", "applicants/<int:registration>/": "applicant",
    "applicants/<int:registration>/change/": "change", "applicants/<int:registration>/give-back/": "give_back",
    "applicants/<int:registration>/move/": "move", "applicants/<int:registration>/slip/": "slip",
    "applicants/<int:registration>/cancel/": "cancel_registration",
    "applicants/<int:registration>/decide/": "decide", "applicants/<int:registration>/override/": "override",
    "day/<int:session>/": "check_in", "day/<int:session>/new/": "walk_in", "lists/<int:session>/": "roster",
    "lists/<int:session>/<slug:kind>/": "roster_file", "lists/all/<slug:kind>/": "export",
    "applicants/<int:registration>/accept/": "accept", "applicants/<int:registration>/decline/": "decline",
}  # fmt: skip


class EventWorkspaceViewSet(ViewSet):
    name = NAMESPACE
    url_prefix = "events"
    icon = "date"
    menu_label = _("Events")
    menu_order = 150
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return EventsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", EventListView.as_view(), name="list"),
            path("start/<int:page>/", StartView.as_view(), name="start"),
            path("report/", ReportView.as_view(), name="report"),
            path("report/<slug:kind>/", ReportView.as_view(), name="report_file"),
            *(
                path(f"<int:event>/{route}", view.as_view(), name=NAMES.get(route, route.strip("/")))
                for route, view in (SETTING_UP | PEOPLE).items()
            ),
        ]
