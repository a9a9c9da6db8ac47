"""The demo has something on every screen of letters: each state of a reader, what came back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.core.locales import LOCALES
from cms.core.models import FactText
from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, ConsentAction, ConsentEvent, ReturnedMail, ReturnKind
from cms.mail.states import State as Sent
from events.demo.plans import PLANS
from events.demo.schedule import in_weeks
from events.letters import CLOSING_WITHIN
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import Area, NewsletterIssue, Sending, Subscriber, Topic
from plugins.newsletters.services.news import news_since
from plugins.newsletters.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]


def test_readers_stand_in_every_state():
    assert set(Subscriber.objects.values_list("state", flat=True)) == set(State.values)
    assert Subscriber.objects.filter(state=State.ACTIVE, paused_until__isnull=False).exists()


def test_letters_came_back_in_every_way():
    assert set(ReturnedMail.objects.values_list("kind", flat=True)) == set(ReturnKind.values)


def test_who_complained_has_stopped():
    complained = Subscriber.objects.get(state=State.COMPLAINED)
    assert not complained.subscriptions.exists()
    lines = ConsentEvent.objects.filter(address_hash=complained.address_hash, action=ConsentAction.WITHDRAWN)
    assert lines.exists()


def test_of_one_letter_nobody_knows_whether_it_arrived():
    assert BulkDelivery.objects.needing_a_person().count() == 1


def test_the_totals_of_the_letter_that_was_sent_add_up():
    campaign = Campaign.objects.get(pk=Sending.objects.exclude(campaign=None).get().campaign_id)
    totals = bulk.totals_of(campaign)
    assert (totals.candidates, totals.waiting) == (campaign.candidates, 0)
    assert totals.states[Sent.SENT] > totals.states[Sent.REFUSED] > 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_letter_that_waits_has_an_event_a_deadline_of_a_grant_and_news(language):
    issue, now = NewsletterIssue.objects.get(slug="coming-events"), timezone.now()
    since = news_since(issue, now=now)
    made = compose(issue, site=issue.get_site(), locale=language, since=since, until=now)
    empty = set(made.asked_for) - set(made.filled)
    assert not empty
    assert {"events:closing", "grants:closing", "events:new", "home:news"} <= set(made.filled)


@pytest.mark.parametrize("day", range(7))
def test_some_registration_of_the_demo_closes_soon_whatever_the_day_it_is_loaded_on(day):
    today, plan = date(2026, 11, 23) + timedelta(days=day), PLANS["ev-certified-npo"]
    closes = in_weeks(today, plan.weeks, plan.weekday) - timedelta(days=plan.closes)
    assert today + timedelta(days=1) < closes <= today + CLOSING_WITHIN


def test_topics_areas_and_letters_have_words_in_every_language_of_the_site():
    further = set(LOCALES) - {"ja", "en"}
    rows = [*Topic.objects.values_list("name", "description"), *Area.objects.values_list("name")]
    for source in {text for row in rows for text in row}:
        assert set(FactText.objects.filter(source=source).values_list("language", flat=True)) == further
    for slug in ("coming-events", "new-printer"):
        versions = NewsletterIssue.objects.get(slug=slug).versions
        assert set(versions.values_list("language", flat=True)) == further | {"en"}
