"""Before a letter is approved its screen says to how many it goes, how long that takes, and on which days it leaves."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from cms.core.models import StaffRole
from cms.mail.models import Channel
from plugins.newsletters import services
from plugins.newsletters.models import Subscriber
from plugins.newsletters.services import audience
from plugins.newsletters.states import State

from .conftest import NOW
from .letters import issue_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(client, site):
    user = get_user_model().objects.create_user("letters", "letters@example.jp", "a long password")
    user.groups.add(StaffRole.objects.get(key="newsletter").group)
    client.force_login(user)
    return lambda issue: client.get(reverse("newsletter_letters:letter", args=[issue.pk])).content.decode()


@pytest.fixture
def readers(site, topics):
    """Enter readers of the events with these addresses."""

    def enter(*addresses):
        for address in addresses:
            services.enter(
                site=site, address=address, name="", locale="ja", area=None, topics={topics["events"]: "at_once"},
                channel=Channel.PAPER, note="x", by=None, now=NOW,
            )  # fmt: skip

    return enter


def test_readers_are_counted_by_mail_provider(topics, readers):
    readers("a@docomo.ne.jp", "b@DOCOMO.ne.jp", "c@Gmail.com", "d@example.jp")
    counted = audience.count(issue=issue_of(topics["events"]), now=timezone.now())
    assert counted.by_provider == {"docomo": 2, "gmail": 1, "other": 1}


def test_who_gets_nothing_is_not_reckoned_with(topics, readers):
    readers("a@docomo.ne.jp", "b@docomo.ne.jp")
    Subscriber.objects.filter(address="b@docomo.ne.jp").update(state=State.UNREACHABLE)
    counted = audience.count(issue=issue_of(topics["events"]), now=timezone.now())
    assert counted.by_provider == {"docomo": 1}


def test_before_approval_the_screen_says_when_it_would_be_out(topics, readers, screen):
    readers("a@docomo.ne.jp", "b@gmail.com")
    shown = screen(issue_of(topics["events"], live=False))
    assert "いま送った場合の、送り終わる時刻の見込み" in shown
    assert "2通を" in shown


def test_a_daily_budget_spreads_it_over_days(topics, readers, screen, settings):
    settings.CMS_BULK_DAILY_BUDGET = 2
    readers(*(f"r{number}@example.jp" for number in range(5)))
    shown = screen(issue_of(topics["events"], live=False))
    assert "1日に送れるのは2通までです" in shown
    assert (shown.count("2通</dd>"), shown.count("1通</dd>")) == (2, 1)


def test_a_letter_without_readers_says_so(topics, screen):
    assert "いまは届く読者がいません。" in screen(issue_of(topics["events"], live=False))


def test_a_planned_letter_is_reckoned_from_its_time(topics, readers, screen):
    readers("a@example.jp")
    issue = issue_of(topics["events"])
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=3)
    services.plan(issue=issue, start_at=noon, by=None, now=timezone.now())
    shown = screen(issue)
    assert "送り終わる時刻の見込み" in shown
    assert f"{noon.day}日" in shown.split("送り終わる時刻の見込み")[1][:400]


def test_a_letter_that_is_out_has_no_forecast(topics, reader, screen, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    issue = issue_of(topics["events"])
    send(issue, now=timezone.now().replace(hour=3))
    assert "送り終わる時刻の見込み" not in screen(issue)
