"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()
# All addresses and hooks are loaded before the first request: whoever presses a button first should not wait for that.
get_resolver().url_patterns  # noqa: B018  # a cached property
