"""What the tests of mail share."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Site

from cms.mail import services

NOON = datetime(2026, 12, 6, 3, 0, tzinfo=UTC)  # in Japan


@pytest.fixture
def site(db):
    return Site.objects.get(is_default_site=True)


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
