"""Addresses of registering and of bookings, below /<language>/registrations/. `links.path` makes the mailed ones."""

from django.urls import URLPattern, path

from .views import booking, files, lost, mailed, registering

app_name = "event_registration"

MANAGE = "manage/<str:token>/"

urlpatterns: list[URLPattern] = [
    path("new/<int:event>/", registering.register, name="register"),
    path("lost/", lost.lost, name="lost"),
    path("verify/<str:token>/", mailed.verify, name="verify"),
    path("offer/<str:token>/", mailed.offer, name="offer"),
    path(MANAGE, booking.show, name="booking"),
    path(f"{MANAGE}change/", booking.change, name="change"),
    path(f"{MANAGE}move/", booking.move, name="move"),
    path(f"{MANAGE}give-back/", booking.give_back, name="give_back"),
    path(f"{MANAGE}cancel/", booking.cancel, name="cancel"),
    path(f"{MANAGE}my-data/", booking.my_data, name="my_data"),
    path(f"{MANAGE}erase/", booking.erase, name="erase"),
    path(f"{MANAGE}slip/", files.slip, name="slip"),
    path(f"{MANAGE}calendar.ics", files.calendar, name="calendar"),
]
