"""Addresses without a language."""

from django.urls import include, path

from . import views
from .site_files.robots import robots
from .site_files.sitemap import sitemap

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemap, name="sitemap_section"),
    path("-/live", views.live, name="live"),
    path("-/ready", views.ready, name="ready"),
    path("pattern/", include("cms.core.pattern.urls")),
    path("theme/", include("cms.core.theme.urls")),
]
