"""What must not grow with the readers: the answer to “send”, and what counting them asks of the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cms.core.locales import LOCALES
from cms.mail.models import BulkDelivery, Channel
from plugins.newsletters import services
from plugins.newsletters.letter.composing import TOKEN, compose
from plugins.newsletters.models import Sending, Subscriber, Subscription

from .letters import by_day, centre_of, freeze_due, got, issue_of, send
from .test_subscribing import sign_up

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
MANY = 300


@pytest.fixture
def crowd(site, topics):
    """Enter so many readers of a topic, without their lines about consents."""

    def entered(topic, number):
        Subscriber.objects.bulk_create(
            Subscriber(
                site=site, address=f"{topic}{n}@example.jp", address_hash=f"{topic}{n}", locale="ja", state="active",
                channel=Channel.PAPER, created_at=NOW, confirmed_at=NOW, changed_at=NOW,
            )
            for n in range(number)
        )  # fmt: skip
        new = Subscriber.objects.filter(address__startswith=topic)
        Subscription.objects.bulk_create(
            Subscription(subscriber=each, topic=topics[topic], frequency="at_once", since=NOW) for each in new
        )

    return entered


def test_the_answer_to_send_asks_as_much_for_many_readers_as_for_few(client, editor, topics, crowd, query_count):
    crowd("events", 2)
    crowd("grants", MANY)
    counts = []
    for topic in topics.values():
        url = reverse("newsletter_letters:letter", args=[issue_of(topic).pk])
        counts.append(query_count(lambda url=url: client.post(url, {"action": "plan", "when": "soon"})))
    assert Sending.objects.count() == 2
    assert counts[1] <= counts[0]


def test_readers_are_counted_by_the_hundred_and_not_one_by_one(topics, crowd, query_count):
    crowd("events", 2)
    crowd("grants", MANY)
    counts = []
    for topic in topics.values():
        services.plan(issue=issue_of(topic), start_at=NOW, by=None, now=NOW)
        counts.append(query_count(lambda: freeze_due(now=NOW), cold=False))
    assert BulkDelivery.objects.count() == MANY + 2
    assert counts[1] - counts[0] < MANY // 50


def test_readers_who_are_counted_again_are_not_more(topics, crowd):
    crowd("events", MANY)
    sending = services.plan(issue=issue_of(topics["events"]), start_at=NOW, by=None, now=NOW)
    for minute in range(3):
        freeze_due(now=NOW + timedelta(minutes=minute))
    sending.refresh_from_db()
    assert (BulkDelivery.objects.count(), sending.campaign.candidates) == (MANY, MANY)


def test_an_address_that_came_in_two_spellings_by_two_ways_gets_one_letter(site, topics, enter, mailoutbox):
    centre_of(site)
    enter("A@x.jp")
    sign_up(site, topics, address="a@X.jp")
    enter("a@x.JP")
    send(issue_of(topics["events"]), now=by_day())
    assert Subscriber.objects.count() == 1
    assert [address.lower() for address in got(mailoutbox)] == ["a@x.jp"]


@pytest.mark.parametrize("code", LOCALES)
def test_who_sends_and_how_to_stop_stand_in_both_parts_in_every_language(site, topics, code):
    letter = compose(issue_of(topics["events"]), site=site, locale=code, since=NOW, until=NOW + timedelta(days=1))
    for part in (letter.html, letter.text):
        assert "特定非営利活動法人 架橋ネット" in part
        assert f"/stop/{TOKEN}/" in part
