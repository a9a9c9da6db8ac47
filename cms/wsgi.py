"""The WSGI entry point."""

import os

from celery import current_app
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cms import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()
# What sends a task to the worker, too: Celery loads its parts when it is first used.
current_app.backend, current_app.amqp  # noqa: B018  # cached properties
# All addresses and hooks are loaded before the first request: whoever presses a button first should not wait for that.
get_resolver().url_patterns  # noqa: B018  # a cached property
garbage.keep_what_is_loaded()
