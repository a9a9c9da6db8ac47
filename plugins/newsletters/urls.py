"""Addresses of readers, below /<language>/newsletters/. `links` makes the mailed ones."""

from django.urls import URLPattern, path

from .views import confirming, preferences, subscribing

OWN = "preferences/<str:token>/"

urlpatterns: list[URLPattern] = [
    path("", subscribing.subscribe, name="subscribe"),
    path("sent/", subscribing.sent, name="sent"),
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("address/<str:token>/", confirming.address, name="address"),
    path(OWN, preferences.show, name="preferences"),
    path(f"{OWN}address/", preferences.change_address, name="change_address"),
    path(f"{OWN}pause/", preferences.pause, name="pause"),
    path(f"{OWN}stop/", preferences.stop, name="stop"),
    path(f"{OWN}my-data/", preferences.my_data, name="my_data"),
    path(f"{OWN}erase/", preferences.erase, name="erase"),
]
