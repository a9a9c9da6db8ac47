"""Pages: Wagtail's addresses, with our way of finding the page."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from .serving import serve

urlpatterns = [
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
