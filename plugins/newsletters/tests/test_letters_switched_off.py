"""Letters that are planned, counted or on their way when the plugin is switched off at their site."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core import schedules
from cms.mail.bulk import engine
from cms.mail.bulk import services as bulk
from cms.mail.bulk.states import CampaignState
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import State as Sent
from cms.plugin_api import Registry, Schedule
from cms.plugin_host import impact
from cms.plugin_host import services as host
from plugins.newsletters import services
from plugins.newsletters.models import Sending, Step
from plugins.newsletters.services import freezing

from .letters import campaign_of, freeze_due, got, issue_of

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


@pytest.fixture
def second(topics, reader, now):
    """Another letter for the same moment."""
    other = issue_of(topics["events"], title="もう一通")
    return services.plan(issue=other, start_at=now + 3 * MINUTE, keeps_quiet=False, by=None, now=now)


@pytest.mark.parametrize("is_off", [True, False])
def test_a_round_that_is_under_way_hands_no_further_letter_over(site, planned, second, now, monkeypatch, is_off):
    """Another process switches while the first letter of the round is made."""
    sound, switched = freezing.compose, []

    def compose(*given, **what):
        if is_off and not switched:
            switched.append(host.disable(slug="newsletters", site=site, now=now))
        return sound(*given, **what)

    monkeypatch.setattr(freezing, "compose", compose)
    beat(now)
    made = [step_of(planned), step_of(second)]
    assert (made, Campaign.objects.filter(state="running").exists()) == (
        ([Step.PLANNED, Step.PLANNED], False) if is_off else ([Step.HANDED_OVER, Step.HANDED_OVER], True)
    )


def test_a_letter_that_somebody_has_made_while_letters_are_off_is_a_plan_again(site, planned, now, mailoutbox):
    off(site, now)
    services.freeze(sending_id=planned.pk, now=now)
    engine.drive(now=now + 4 * MINUTE)
    assert (step_of(planned), mailoutbox) == (Step.PLANNED, [])


# What is said before ---------------------------------------------------------------------------------------------


def said_before(site) -> list[str]:
    return list(impact.of("newsletters", site).stops)


def test_who_switches_letters_off_is_told_of_those_that_are_planned(site, planned, second, now, client, admin_user):
    assert [planned.title in said_before(site)[0], "もう一通" in said_before(site)[1]] == [True, True]
    beat(now)  # handed over for later
    assert [planned.title in said_before(site)[0], "もう一通" in said_before(site)[1]] == [True, True]
    client.force_login(admin_user)
    shown = client.get(reverse("plugins_switch", args=["newsletters", site.pk, "off"])).content.decode()
    assert f"「{planned.title}」は" in shown


def test_what_is_being_sent_is_said_to_go_on(site, planned, now):
    beat(now)
    Campaign.objects.update(start_at=now - MINUTE)
    assert said_before(site) == ["「6月の催し」は配信中です。送り終わるまで続きます。"]


def test_one_that_was_paused_amid_it_is_named_with_where_it_can_be_resumed(site, planned, now, client, admin_user):
    beat(now)
    Campaign.objects.update(start_at=now - MINUTE)
    bulk.pause(campaign_id=Campaign.objects.get().pk, now=now)
    assert said_before(site) == [
        "「6月の催し」は一時停止中のままになります。"
        "おたよりを止めている間は、「一斉メール」の画面で再開や取りやめができます。"
    ]
    off(site, now)
    client.force_login(admin_user)
    where = reverse("mail_records:campaign", args=[Campaign.objects.get().pk])
    assert client.post(where, {"action": "resume"}).status_code == 302
    assert Campaign.objects.get().state == CampaignState.RUNNING


@pytest.mark.parametrize(("state", "rest"), [
    ("", "ほかに2通が予約されています。"),
    (CampaignState.RUNNING, "ほかに2通が配信中です。"),
    (CampaignState.PAUSED, "ほかに2通が一時停止中です。"),
])  # fmt: skip
def test_many_letters_are_named_up_to_a_number_and_the_rest_counted(site, topics, reader, now, state, rest):
    for number in range(12):
        letter = issue_of(topics["events"], title=f"第{number}号")
        sending = services.plan(issue=letter, start_at=now + timedelta(hours=1 + number), by=None, now=now)
        if state:
            made = campaign_of(topics["events"])
            Campaign.objects.filter(pk=made.pk).update(state=state, start_at=now - MINUTE)
            Sending.objects.filter(pk=sending.pk).update(campaign=made, step=Step.HANDED_OVER)
    said = said_before(site)
    assert (len(said), said[-1]) == (11, rest)


def test_control_of_letters_that_are_over_or_of_another_site_nothing_is_said(site, elsewhere, planned, now):
    services.call_off(sending_id=planned.pk, by=None, now=now)
    assert said_before(site) == []
    Sending.objects.update(site=elsewhere, step=Step.PLANNED)
    assert (said_before(site), len(said_before(elsewhere))) == ([], 1)
