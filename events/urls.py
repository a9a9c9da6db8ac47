"""Addresses of events for programs, below /<language>/feeds/."""

from django.urls import path

from .feeds import EventsAtom, EventsRss, event_ics, events_csv, events_ics

urlpatterns = [
    path("events.ics", events_ics, name="events_ics"),
    path("events.rss", EventsRss(), name="events_rss"),
    path("events.atom", EventsAtom(), name="events_atom"),
    path("events.csv", events_csv, name="events_csv"),
    path("events/<uuid:page_key>.ics", event_ics, name="event_ics"),
]
