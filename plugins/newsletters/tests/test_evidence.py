"""A button behind a letter's link shows that the letter arrived; looking shows nothing."""

import pytest

from cms.mail import stop_links
from cms.mail.bulk import services as bulk
from cms.mail.bulk.slots import slot
from cms.mail.models import BulkDelivery
from cms.mail.states import State
from plugins.newsletters import links

from .conftest import NOW
from .test_stopping import SAME_ORIGIN


@pytest.fixture
def letter(site, topics, reader):
    """A letter to the reader of which nobody knows whether it arrived; its token stands in its links."""
    topic, token = topics["events"], slot("token")
    url = f"https://centre.example.jp/stop/{token}/"
    campaign = bulk.create(
        kind="tests.issue", key="1", site=site, name="6月号", now=NOW,
        editions=[bulk.EditionContent(locale="ja", subject="6月号", text=url, html=f"<p>{url}</p>")],
        belongs_to=bulk.List(
            key=topic.purpose, name=topic.display_name, id="events.centre.example.jp", unsubscribe_url=url
        ),
    )  # fmt: skip
    own = links.letter_token(reader, campaign_id=campaign.pk, now=NOW)
    recipient = bulk.Recipient(address=reader.address, locale="ja", token=own, name=reader.name)
    bulk.prepare(campaign=campaign, candidates=lambda: [recipient], now=NOW)
    bulk.start(campaign_id=campaign.pk, now=NOW)
    BulkDelivery.objects.update(state=State.UNCERTAIN)
    return BulkDelivery.objects.get()


@pytest.mark.parametrize("page", ["stop", "preferences"])
def test_a_button_behind_its_link_shows_that_a_letter_arrived(client, letter, page):
    url = stop_links.path(letter.token) if page == "stop" else links.path(page, letter.token, locale="ja")
    for look in (client.get, client.head, client.options):
        look(url)
        letter.refresh_from_db()
        assert letter.state == State.UNCERTAIN
    client.post(url, {"language": "ja"}, headers=SAME_ORIGIN)
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_a_button_of_an_earlier_letter_shows_nothing(client, letter, reader):
    earlier = links.letter_token(reader, campaign_id=letter.campaign_id, now=NOW.replace(day=1, hour=1))
    client.post(links.path("preferences", earlier, locale="ja"), {"language": "ja"}, headers=SAME_ORIGIN)
    letter.refresh_from_db()
    assert letter.state == State.UNCERTAIN
