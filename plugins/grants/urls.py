"""Addresses of grants for programs and for plans, below /<language>/grants/."""

from django.urls import path

from .feeds import CallsRss, deadlines_ics

urlpatterns = [
    path("deadlines.ics", deadlines_ics, name="deadlines_ics"),
    path("calls.rss", CallsRss(), name="calls_rss"),
]
