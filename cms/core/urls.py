"""Addresses below a language that are not pages."""

from django.urls import URLPattern, URLResolver, path

from .keywords.views import keyword, keyword_index
from .site_search.views import site_search

urlpatterns: list[URLPattern | URLResolver] = [
    path("keywords/", keyword_index, name="keyword_index"),
    path("keywords/<str:slug>/", keyword, name="keyword"),
    path("search/", site_search, name="site_search"),
]
