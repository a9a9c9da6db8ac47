"""Addresses of grants for programs and for plans, below /<language>/grants/."""

from django.urls import path

from .feeds import CallsRss, deadlines_ics
from .open_data import awarded_json
from .plan_views import plan_ics, plan_page

urlpatterns = [
    path("deadlines.ics", deadlines_ics, name="deadlines_ics"),
    path("calls.rss", CallsRss(), name="calls_rss"),
    path("awarded.json", awarded_json, name="awarded_json"),
    path("plan/<uuid:call>/", plan_page, name="plan"),
    path("plan/<uuid:call>.ics", plan_ics, name="plan_ics"),
]
