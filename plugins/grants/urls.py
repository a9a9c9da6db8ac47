"""Addresses of grants beside their pages, below /<language>/grants/: for programs, plans and reminders."""

from django.urls import URLPattern, path

from .feeds import CallsRss, deadlines_ics
from .open_data import awarded_json
from .plan_views import deadline_ics, plan_ics, plan_page
from .reminders import views as reminders

urlpatterns: list[URLPattern] = [
    path("deadlines.ics", deadlines_ics, name="deadlines_ics"),
    path("calls.rss", CallsRss(), name="calls_rss"),
    path("awarded.json", awarded_json, name="awarded_json"),
    path("plan/<uuid:call>/", plan_page, name="plan"),
    path("plan/<uuid:call>.ics", plan_ics, name="plan_ics"),
    path("deadline/<uuid:call>.ics", deadline_ics, name="deadline_ics"),
    path("remind/sent/", reminders.sent, name="remind_sent"),
    path("remind/confirm/<str:token>/", reminders.confirm, name="remind_confirm"),
    path("remind/mine/<str:token>/", reminders.own, name="remind_own"),
    path("remind/<uuid:key>/", reminders.remind, name="remind"),
]
