"""Addresses without a language."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("-/live", views.live, name="live"),
    path("-/ready", views.ready, name="ready"),
]
