"""Addresses without a language."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("-/live", views.live, name="live"),
    path("-/ready", views.ready, name="ready"),
    path("pattern/", include("cms.core.pattern.urls")),
    path("theme/", include("cms.core.theme.urls")),
]
