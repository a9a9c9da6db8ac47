"""Addresses below a language that are not pages."""

from django.urls import URLPattern, URLResolver, path

from .site_search.views import site_search

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", site_search, name="site_search"),
]
