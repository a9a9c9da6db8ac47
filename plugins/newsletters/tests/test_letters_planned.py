"""What an editor does with the sending of a letter: plan it, change the time, watch it go, call it off."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cms.mail.models import BulkDelivery, Campaign
from cms.mail.services import suppression
from cms.mail.states import State as Sent
from plugins.newsletters import services
from plugins.newsletters.models import Sending, Step

from .letters import by_day, freeze_due, issue_of, send

pytestmark = pytest.mark.django_db


def test_an_approved_letter_is_planned_in_one_minute(screen, reader):
    # At night, one that keeps quiet would wait for the morning.
    assert "配信を予約しました。" in screen(action="plan", when="soon")
    sending = Sending.objects.get()
    assert 30 < (sending.start_at - timezone.now()).total_seconds() <= 60


def test_a_day_without_a_time_is_asked_for_and_kept(screen, reader):
    day = timezone.localdate().isoformat()
    page = screen(action="plan", when="later", day=day)
    assert ("入力するか、「1分後」を選んでください。" in page, f'value="{day}"' in page) == (True, True)


def test_a_time_that_is_over_is_refused_at_its_field(screen, reader):
    page = screen(action="plan", when="later", day="2020-01-01", time="10:00")
    assert "この日時は過ぎています。" in page


def test_a_draft_cannot_be_planned(editor, topics, reader):
    issue = issue_of(topics["events"], live=False)
    page = editor.get(reverse("newsletter_letters:letter", args=[issue.pk])).content.decode()
    assert "配信を予約する</button>" not in page


def test_totals_on_the_screen_add_up_to_the_last_address(screen, site, issue, reader, enter, mailoutbox):
    enter("deadlines@example.jp", frequency="deadlines")
    enter("gone@example.jp")
    suppression.suppress(site=site, address="gone@example.jp", why=suppression.Why.REFUSED, now=timezone.now())
    send(issue, now=by_day())
    totals = BeautifulSoup(screen(), "html.parser").select_one(".nl-totals")
    *parts, together = [int(each.text) for each in totals.select("dd")]
    assert (sum(parts), together, len(mailoutbox)) == (3, 3, 1)


def test_what_was_planned_is_called_off_on_its_screen(screen, reader):
    screen(action="plan", when="soon")
    screen(action="call_off")
    assert Sending.objects.get().step == Step.CALLED_OFF


def in_three_days(hour: int, minute: int = 0):
    then = timezone.localtime() + timedelta(days=3)
    return then.replace(hour=hour, minute=minute, second=0, microsecond=0)


def typed(at, **more: str) -> dict[str, str]:
    """What is typed so that a letter leaves at that time."""
    return {"when": "later", "day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", **more}


def test_the_time_of_what_is_planned_is_changed_on_its_screen(screen, reader):
    screen(action="plan", **typed(in_three_days(10)))
    shown = BeautifulSoup(screen(), "html.parser").select_one("#letter-way")
    assert shown.select_one("[name=day]")["value"] == f"{in_three_days(10):%Y-%m-%d}"
    said = screen(action="plan_otherwise", **typed(in_three_days(11, 15)))
    assert "配信を予約しました。" in said
    sending = Sending.objects.get()
    assert (sending.start_at, sending.freeze_at) == (in_three_days(11, 15), in_three_days(11, 10))
    assert "江口：おたよりを送る日時を変えました" in said


def test_a_time_that_is_over_is_refused_where_it_is_changed(screen, reader):
    screen(action="plan", **typed(in_three_days(10)))
    shown = screen(action="plan_otherwise", when="later", day="2020-01-01", time="10:00")
    assert "この日時は過ぎています。" in shown
    assert BeautifulSoup(shown, "html.parser").select_one("#letter-way details[open] [value=plan_otherwise]")
    assert Sending.objects.get().start_at == in_three_days(10)


def test_the_time_stays_once_readers_are_being_counted(screen, reader):
    screen(action="plan", **typed(in_three_days(10)))
    Sending.objects.update(step=Step.FREEZING)
    assert "plan_otherwise" not in screen()
    said = screen(action="plan_otherwise", **typed(in_three_days(11)))
    assert "操作の間に状態が変わっています。" in said
    assert Sending.objects.get().start_at == in_three_days(10)


def test_what_is_planned_for_a_quiet_night_leaves_in_the_morning_and_says_so(screen, reader):
    said = screen(action="plan", **typed(in_three_days(22, 30), keeps_quiet="on"))
    morning = in_three_days(7) + timedelta(days=1)
    sending = Sending.objects.get()
    assert (sending.start_at, sending.freeze_at) == (morning, morning - timedelta(minutes=5))
    assert f"{morning.month}月{morning.day}日7:00に送ります。" in said
    screen(action="plan_otherwise", **typed(in_three_days(22, 30)))
    assert Sending.objects.get().start_at == in_three_days(22, 30)


def test_a_letter_whose_time_passed_while_letters_were_off_waits_for_a_person(screen, site, reader):
    screen(action="plan", **typed(in_three_days(10)))
    apps.get_app_config("newsletters").on_enable(site)
    assert Sending.objects.get().step == Step.PLANNED
    Sending.objects.update(start_at=timezone.now() - timedelta(hours=1), freeze_at=timezone.now() - timedelta(hours=1))
    apps.get_app_config("newsletters").on_enable(site)
    freeze_due(now=timezone.now())
    assert Sending.objects.get().step == Step.STUCK
    assert "おたよりを止めていた間に、送る日時が過ぎました。" in screen()
    screen(action="again")
    assert Sending.objects.get().step == Step.PLANNED


def test_what_was_called_off_before_it_began_is_told_still(screen, reader):
    screen(action="plan", **typed(in_three_days(10)))
    said = screen(action="call_off")
    assert "承認済み(予約はまだ)" in said
    assert "江口：おたよりの配信を取りやめました" in said


def test_the_screen_of_a_sent_letter_says_when_it_was_sent(screen, issue, reader, mailoutbox):
    sending = send(issue, now=by_day())
    began = timezone.localtime(sending.campaign.start_at)
    said = BeautifulSoup(screen(), "html.parser").select_one("#letter-way").get_text()
    assert f"{began.year}年{began.month}月{began.day}日{began.hour}:{began:%M}に送り始め" in said
    assert "に送り終えました。" in said


def test_a_letter_that_was_called_off_on_the_way_says_when(screen, issue, enter, mailoutbox):
    enter("a@example.jp")
    enter("b@example.jp")
    now = by_day()
    sending = services.plan(issue=issue, start_at=now, by=None, now=now)
    freeze_due(now=now)
    BulkDelivery.objects.filter(address="a@example.jp").update(state=Sent.SENT, sent_at=now)
    services.call_off(sending_id=sending.pk, by=None, now=now + timedelta(seconds=1))
    assert "に取りやめました。それまでに送った分は、読者に届いています。" in screen()


def test_one_that_was_called_off_before_any_letter_left_does_not_say_that_some_did(screen, issue, reader):
    now = by_day()
    sending = services.plan(issue=issue, start_at=now, by=None, now=now)
    freeze_due(now=now)
    services.call_off(sending_id=sending.pk, by=None, now=now + timedelta(seconds=1))
    said = screen()
    assert ("に取りやめました。それまでに送られたおたよりはありません。" in said, "送り始め" in said) == (True, False)


def test_what_has_not_begun_is_not_offered_to_be_paused(screen, issue, reader):
    now = timezone.now()
    services.plan(issue=issue, start_at=now + timedelta(minutes=30), keeps_quiet=False, by=None, now=now)
    freeze_due(now=now + timedelta(minutes=29))
    assert Sending.objects.get().step == Step.HANDED_OVER
    assert 'value="pause"' not in screen()
    Sending.objects.update(start_at=now)
    Campaign.objects.update(start_at=now)
    assert 'value="pause"' in screen()


def test_one_that_is_paused_says_that_letters_left_once_one_has(screen, issue, reader):
    now = by_day()
    services.plan(issue=issue, start_at=now, by=None, now=now)
    freeze_due(now=now)
    assert "に送り始めました。" not in screen(action="pause")
    BulkDelivery.objects.update(state=Sent.SENT, sent_at=now)
    assert "に送り始めました。" in screen()


def test_what_is_on_its_way_is_paused_and_resumed(screen, issue, reader):
    now = by_day()
    sending = services.plan(issue=issue, start_at=now, by=None, now=now)
    freeze_due(now=now)
    assert "一時停止中" in screen(action="pause")
    screen(action="resume")
    sending.refresh_from_db()
    assert sending.campaign.state == "running"


def test_what_staff_did_stands_on_the_screen(screen, reader):
    screen(action="plan", when="soon")
    assert "江口：おたよりの配信を予約しました" in screen()


def test_what_has_not_begun_is_not_paused_by_a_screen_that_is_old_either(screen, issue, reader):
    now = timezone.now()
    services.plan(issue=issue, start_at=now + timedelta(minutes=30), keeps_quiet=False, by=None, now=now)
    freeze_due(now=now + timedelta(minutes=29))
    assert "まだ始まっていないため、止めるものがありません。" in screen(action="pause")
    assert Campaign.objects.get().state == "running"
    assert "中止しました。" in screen(action="call_off")
