"""Letters that are planned, counted or on their way when the plugin is switched off at their site."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core import schedules
from cms.mail.bulk import engine
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import State as Sent
from cms.plugin_api import Registry, Schedule
from cms.plugin_host import services as host
from plugins.newsletters import services
from plugins.newsletters.models import Sending, Step
from plugins.newsletters.services import freezing

from .letters import freeze_due, got

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def elsewhere(site, now):
    """Another site, where letters stay on whatever happens here."""
    other = Site.objects.create(hostname="elsewhere.example.jp", root_page=site.root_page)
    host.enable(slug="newsletters", site=other, now=now)
    return other


@pytest.fixture
def planned(issue, reader, now):
    """A letter whose first copy leaves in three minutes, by day or night."""
    return services.plan(issue=issue, start_at=now + 3 * MINUTE, keeps_quiet=False, by=None, now=now)


def beat(now) -> None:
    """Run the schedule that hands letters over, as the clock does."""
    freezing = [each for each in Registry.of(Schedule) if (each.plugin, each.key) == ("newsletters", "freeze")]
    assert len(freezing) == 1
    schedules.run(freezing[0], now=now)


def off(site, now) -> None:
    assert host.disable(slug="newsletters", site=site, now=now)


def on(site, now) -> None:
    assert host.enable(slug="newsletters", site=site, now=now)


def step_of(sending: Sending) -> str:
    return Sending.objects.get(pk=sending.pk).step


@pytest.mark.parametrize("is_off", [True, False])
def test_nothing_is_handed_over_where_letters_are_off_though_they_are_on_elsewhere(
    site, elsewhere, planned, now, mailoutbox, is_off
):
    if is_off:
        off(site, now)
    beat(now)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), len(mailoutbox)) == ((Step.PLANNED, 0) if is_off else (Step.HANDED_OVER, 1))


@pytest.mark.parametrize("is_off", [True, False])
def test_what_was_handed_over_for_later_does_not_leave_while_letters_are_off(site, planned, now, mailoutbox, is_off):
    beat(now)
    assert step_of(planned) == Step.HANDED_OVER
    if is_off:
        off(site, now)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), len(mailoutbox)) == ((Step.PLANNED, 0) if is_off else (Step.HANDED_OVER, 1))


def test_what_was_taken_back_leaves_at_its_time_once_letters_are_on_before_it(site, planned, now, mailoutbox):
    beat(now)
    off(site, now)
    on(site, now)
    beat(now + MINUTE)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), got(mailoutbox)) == (Step.HANDED_OVER, ["reader@example.jp"])


def test_what_was_taken_back_waits_for_a_person_once_its_time_is_over(site, planned, now, mailoutbox):
    beat(now)
    off(site, now)
    Sending.objects.update(start_at=now - timedelta(hours=1), freeze_at=now - timedelta(hours=1))
    on(site, now)
    beat(now + MINUTE)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), mailoutbox) == (Step.STUCK, [])


def test_one_whose_readers_are_being_counted_is_a_plan_again(site, planned, now):
    beat(now)
    Sending.objects.update(step=Step.FREEZING)  # as after a crash just before it was started
    Campaign.objects.update(state="ready")
    off(site, now)
    sending = Sending.objects.get()
    assert (sending.step, sending.campaign, BulkDelivery.objects.get().state) == (Step.PLANNED, None, Sent.WITHDRAWN)


def test_a_process_that_was_making_a_letter_leaves_it_alone_once_it_was_taken_back(site, planned, now, monkeypatch):
    sound, switched = freezing.compose, []

    def compose(*given, **what):
        if not switched:
            off(site, now)
            switched.append(site)
        return sound(*given, **what)

    monkeypatch.setattr(freezing, "compose", compose)
    freeze_due(now=now)
    assert (step_of(planned), Campaign.objects.exists()) == (Step.PLANNED, False)


def test_what_was_counted_before_is_made_anew_when_somebody_tries_again(site, issue, planned, enter, now, mailoutbox):
    beat(now)
    an_hour_ago = now - timedelta(hours=1)
    Sending.objects.update(step=Step.FREEZING, start_at=an_hour_ago, freeze_at=an_hour_ago)
    Campaign.objects.update(state="ready")
    services.keep_back_missed(site=site, now=now)
    enter("new@example.jp")
    issue.title = "直した号"
    issue.save()
    services.plan_again(sending_id=planned.pk, by=None, now=now)
    beat(now)
    engine.drive(now=now + MINUTE)
    assert got(mailoutbox) == ["new@example.jp", "reader@example.jp"]
    assert {mail.subject for mail in mailoutbox} == {"直した号"}


def test_the_history_tells_what_became_of_it_in_the_language_of_who_looks(site, planned, now, screen):
    beat(now)
    with translation.override("en"):  # of whoever switches
        off(site, now)
        Sending.objects.update(start_at=now - timedelta(hours=1))
        on(site, now)
    said = screen()
    assert "送り始める前におたよりが止められたため、予約に戻しました" in said
    assert "おたよりを止めていた間に送る日時が過ぎたため、配信を保留しました" in said
    assert "おたよりを止めていた間に、送る日時が過ぎました。" in said
    with translation.override("en"):
        assert Sending.objects.get().reason.startswith("Its time passed")


def test_what_has_begun_goes_on(site, planned, now, mailoutbox):
    beat(now)
    Sending.objects.update(start_at=now - MINUTE)
    Campaign.objects.update(start_at=now - MINUTE)
    off(site, now)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), got(mailoutbox)) == (Step.HANDED_OVER, ["reader@example.jp"])
