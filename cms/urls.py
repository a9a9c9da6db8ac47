"""Composition root: mounts, decides nothing."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.core import private
from cms.health.views import deep
from cms.mail.stop_view import stop
from cms.plugin_host.gates import mounts

handler500 = "cms.core.database_away.answer_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        private.of_collection,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/", include(wagtaildocs_urls)),
    path("dev/mail/", include("cms.mail.urls")),
    path("mail/events/", include("cms.mail.urls_events")),
    path("stop/<str:token>/", stop, name="stop"),
    path("-/deep", deep, name="deep"),
    path("", include("cms.core.urls_root")),
    *mounts.api(),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("", include("cms.core.urls")),
        *mounts.public(),
        path("", include("cms.core.urls_pages")),
        prefix_default_language=True,
    ),
]
