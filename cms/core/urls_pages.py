"""Pages: Wagtail's addresses, with our way of finding the page and of asking for its password."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from . import private
from .serving import serve

urlpatterns = [
    # Before the pages: their pattern fits everything.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        private.of_page,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", private.log_in, name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
