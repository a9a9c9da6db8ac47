"""What the tests of mail share."""

import os
from datetime import UTC, datetime

import pytest
from wagtail.models import Site

from cms.mail import services
from cms.stack.processes import free_port

from . import rig
from .sink import Sink

NOON = datetime(2026, 12, 6, 3, 0, tzinfo=UTC)  # in Japan


@pytest.fixture
def site(db):
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def broker(tmp_path):
    """A Redis of the test's own, which Celery in this process talks to."""
    server = rig.Redis(tmp_path / "var").start()
    rig.use_broker(server.url)
    yield server
    rig.use_broker("memory://")
    server.tidy()


@pytest.fixture
def queue(site):
    """Queue a mail with a key of its own; what a test says replaces what is usual."""

    def put(key="1", **said):
        usual = {
            "kind": "tests.greeting", "key": key, "site": site, "to": "hanako@example.jp", "locale": "ja",
            "subject": "ご予約を受け付けました", "text": "ありがとうございます。", "erase_after": None, "now": NOON,
        }  # fmt: skip
        return services.queue(**usual | said)

    return put


@pytest.fixture
def sink(settings):
    """An SMTP server of the test's own that accepts everything until told otherwise; settings lead to it."""
    port = free_port(first=20000 + os.getpid() % 20000)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 10
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "noreply@centre.example.jp"
    server = Sink().start(port)
    yield server
    server.stop()
