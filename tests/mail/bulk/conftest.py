"""What the tests of bulk mail share."""

import pytest
from wagtail.models import Site

from cms.mail.bulk import engine, services
from cms.mail.bulk.slots import slot
from cms.mail.models import BulkDelivery
from tests.mail.conftest import NOON

TOKEN = slot("token")
URL = f"https://centre.example.jp/ja/newsletter/stop/{TOKEN}/"


@pytest.fixture(autouse=True)
def journals(settings, tmp_path):
    """A folder of journals of the test's own."""
    settings.CMS_MAIL_JOURNAL_DIR = tmp_path / "var" / "mail-journal"
    return settings.CMS_MAIL_JOURNAL_DIR


@pytest.fixture
def site(db):
    return Site.objects.get(is_default_site=True)


def edition(**said):
    usual = {
        "locale": "ja", "subject": "センターだより 12月号", "text": f"イベントのお知らせ\n\n配信停止: {URL}\n",
        "html": f'<p>イベントのお知らせ</p><p><a href="{URL}">配信停止</a></p>',
    }  # fmt: skip
    return services.EditionContent(**usual | said)


def a_list(**said):
    usual = {"key": "events", "name": "イベントのお知らせ", "id": "events.centre.example.jp", "unsubscribe_url": URL}
    return services.List(**usual | said)


def reader(number, **said):
    usual = {"address": f"reader{number}@example.jp", "locale": "ja", "token": f"token-{number}"}
    return services.Recipient(**usual | said)


@pytest.fixture
def create(site):
    """Create a campaign; what a test says replaces what is usual."""

    def make(key="1", **said):
        usual = {
            "kind": "tests.issue", "key": key, "site": site, "name": "12月号", "editions": [edition()],
            "belongs_to": a_list(), "now": NOON,
        }  # fmt: skip
        return services.create(**usual | said)

    return make


@pytest.fixture
def prepared(create):
    """Create a campaign and prepare it for candidates, or for so many readers."""

    def make(candidates, **said):
        chosen = [reader(number) for number in range(candidates)] if isinstance(candidates, int) else candidates
        now = said.get("now", NOON)
        return services.prepare(campaign=create(**said), candidates=lambda: chosen, now=now)

    return make


@pytest.fixture
def running(prepared):
    """Create, prepare and start a campaign."""

    def make(candidates, **said):
        campaign = prepared(candidates, **said)
        return services.start(campaign_id=campaign.pk, now=said.get("now", NOON))

    return make


def drive(now=NOON, **said):
    return engine.drive(now=now, **said)


def states(campaign):
    return dict(BulkDelivery.objects.filter(campaign=campaign).values_list("address", "state"))
