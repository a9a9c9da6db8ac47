"""Addresses of the home app below /<language>/feeds/."""

from django.urls import path

from .feeds import NewsAtom, NewsRss

urlpatterns = [
    path("news.rss", NewsRss(), name="news_rss"),
    path("news.atom", NewsAtom(), name="news_atom"),
]
