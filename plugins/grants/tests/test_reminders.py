"""Reminders: who gets one when, and who does not."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import OperationalError

from cms.mail.bulk import engine
from cms.mail.models import BulkDelivery, Campaign, ConsentAction, ConsentEvent
from cms.mail.services import stopping as core_stopping
from plugins.grants.japan_time import JAPAN
from plugins.grants.models import GrantFollower, GrantPage, GrantSettings, Reminder
from plugins.grants.reminders import days, sending, stopping

from .conftest import NOW
from .followers import follow, got, move, remind, reminders_in, settle, states

#: The deadline is on the 10th of December: two weeks after NOW, on whose morning the first reminder is due.
LAST = "2026-12-10"


def on(day: int, hour: int = 12, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=JAPAN)


@pytest.fixture
def asked(grant, call):
    """A grant with a call; a reader has asked to be reminded, well before."""
    programme = grant()
    made = call(programme, closes_on=LAST)
    follow(programme, "reader@example.jp", now=on(20, month=11))
    settle(made, now=on(20, month=11))
    return made


def days_told(site_calls=None):
    return sorted(Reminder.objects.values_list("days", flat=True))


def test_somebody_is_reminded_fourteen_seven_and_one_days_before(asked, site, mailoutbox):
    mailoutbox.clear()
    counts = {}
    for day in range(20, 31):
        remind(site, now=on(day, month=11))
        counts[day] = len(got(mailoutbox))
    for day in range(1, 12):
        remind(site, now=on(day))
        counts[day] = len(got(mailoutbox))
    assert (counts[25], counts[26], counts[2], counts[3], counts[8], counts[9], counts[11]) == (0, 1, 1, 2, 2, 3, 3)


def test_what_a_reminder_says_and_how_it_is_left(asked, site, mailoutbox):
    remind(site, now=NOW)
    [mail] = reminders_in(mailoutbox)
    assert mail.subject == "締切12月10日(木)：はじめの一歩助成"
    message = mail.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/stop/" in message["List-Unsubscribe"]
    text = message.get_payload()[0].get_payload(decode=True).decode()
    assert "【残り】 締切まで14日(11月26日(木)現在)" in text
    assert "/ja/grants/remind/mine/" in text


def test_each_speaks_the_language_of_the_reader(asked, site, mailoutbox):
    follow(asked.programme, "ana@example.com", now=on(21, month=11), locale="en")
    settle(asked, now=NOW)
    remind(site, now=NOW)
    assert got(mailoutbox)[-2:] == [
        ("ana@example.com", "Deadline Thursday 10 December: はじめの一歩助成"),
        ("reader@example.jp", "締切12月10日(木)：はじめの一歩助成"),
    ]


def test_beat_that_runs_twice_reminds_once(asked, site, mailoutbox):
    for _again in range(3):
        remind(site, now=NOW)
    assert (BulkDelivery.objects.count(), Campaign.objects.count(), len(got(mailoutbox))) == (1, 1, 1)


def test_a_day_that_was_missed_is_made_up_for_once(asked, site, mailoutbox):
    remind(site, now=on(1))
    remind(site, now=on(2))
    assert (len(got(mailoutbox)), days_told()) == (1, [14])


def test_at_night_it_waits_until_the_morning(asked, site, mailoutbox):
    remind(site, now=on(26, 0, month=11))
    assert len(got(mailoutbox)) == 0
    engine.drive(now=on(26, 7, month=11) + timedelta(minutes=6))
    assert len(got(mailoutbox)) == 1


def test_who_stops_between_queue_and_send_gets_nothing(asked, site, mailoutbox):
    other = follow(asked.programme, "other@example.jp", now=on(21, month=11))
    settle(asked, now=NOW)
    remind(site, now=NOW, leaves=False)
    stopping.stop(follower=other, channel="link", page="/", now=NOW)
    engine.drive(now=NOW + timedelta(minutes=1))
    assert [mail.to[0] for mail in reminders_in(mailoutbox)] == ["reader@example.jp"]
    assert states() == {"reader@example.jp": "sent", "other@example.jp": "withdrawn"}


def test_who_stops_by_cores_link_while_nobody_listens_gets_nothing_more(asked, site, mailoutbox):
    remind(site, now=NOW)
    token = BulkDelivery.objects.get().token
    what = core_stopping.find(token=token, now=NOW)
    assert what.name == "締切のお知らせ：はじめの一歩助成"
    core_stopping.stop(what=what, channel="one_click", page="/stop/", now=NOW + timedelta(hours=1))
    assert GrantFollower.objects.exists()  # no transaction was committed, so nobody heard
    remind(site, now=on(3))
    assert (GrantFollower.objects.count(), len(got(mailoutbox))) == (0, 1)


def test_who_asks_again_is_reminded_again_and_an_old_link_stops_it(asked, site, mailoutbox):
    remind(site, now=NOW)
    token = BulkDelivery.objects.get().token
    stopping.stop(follower=GrantFollower.objects.get(), channel="link", page="/", now=NOW)
    follow(asked.programme, "reader@example.jp", now=NOW + timedelta(days=1))
    settle(asked, now=NOW)
    remind(site, now=on(3))
    assert len(got(mailoutbox)) == 2
    what = core_stopping.find(token=token, now=on(4))
    assert not what.is_stopped
    core_stopping.stop(what=what, channel="link", page="/stop/", now=on(4))
    remind(site, now=on(9))
    assert len(got(mailoutbox)) == 2


def test_an_estimate_and_a_call_without_a_deadline_remind_nobody(grant, call, site, mailoutbox):
    expected = grant("前の年の助成", cycle="annual", opens_month=12)
    past = call(expected, opens_on="2025-12-01", closes_on="2025-12-10")
    rolling = call(grant("いつでも助成", cycle="rolling"))
    for each in (past, rolling):
        GrantFollower.objects.create(
            site=site, programme=each.programme, uuid=each.uuid, address="a@example.jp", address_hash=each.uuid.hex,
            locale="ja", every_call=True, since=on(20, month=11),
        )  # fmt: skip
        settle(each, now=NOW)
    remind(site, now=NOW)
    assert (Reminder.objects.count(), len(got(mailoutbox))) == (0, 0)


@pytest.mark.parametrize(("every_call", "mails"), [(True, 1), (False, 0)])
def test_next_years_call_is_told_to_those_who_asked_for_it(grant, call, site, mailoutbox, every_call, mails):
    programme = grant(cycle="annual")
    call(programme, closes_on="2026-12-26")
    follow(programme, "reader@example.jp", now=NOW, every_call=every_call)
    nexts = call(programme, closes_on="2027-12-20")
    at = datetime(2027, 12, 6, 12, tzinfo=JAPAN)
    settle(*programme.calls.all(), now=NOW)
    remind(site, now=at)
    assert nexts.told_by.count() == 1
    assert len(got(mailoutbox)) == mails


def test_a_deadline_that_moves_earlier_is_corrected_once_for_those_who_were_reminded(asked, site, mailoutbox):
    remind(site, now=NOW)
    follow(asked.programme, "late@example.jp", now=NOW)
    mailoutbox.clear()
    move(asked, closes_on=date(2026, 12, 5), now=on(27, month=11))
    for _again in range(3):
        remind(site, now=on(27, month=11))
    told = got(mailoutbox)
    assert told == [
        ("late@example.jp", "締切12月5日(土)：はじめの一歩助成"),
        ("reader@example.jp", "締切が早まりました(12月5日(土))：はじめの一歩助成"),
    ]
    remind(site, now=on(4))
    assert len(got(mailoutbox)) == 4  # one day before: both, and no correction again


def test_calls_of_a_grant_that_close_together_share_a_mail(asked, call, site, mailoutbox):
    twin = call(asked.programme, closes_on=LAST, label="新しい団体の枠")
    follow(asked.programme, "reader@example.jp", now=on(21, month=11))
    settle(asked, twin, now=NOW)
    remind(site, now=NOW)
    assert len(got(mailoutbox)) == 1
    move(twin, closes_on=date(2026, 12, 8), now=on(27, month=11))
    remind(site, now=on(27, month=11))
    assert [mail.subject[:8] for mail in reminders_in(mailoutbox)] == ["締切12月10日", "締切が早まりまし"]


def test_of_calls_that_close_together_one_that_moves_before_the_mail_leaves_takes_no_other_along(
    asked, call, site, mailoutbox
):  # fmt: skip
    twin = call(asked.programme, closes_on=LAST, label="新しい団体の枠")
    follow(asked.programme, "reader@example.jp", now=on(21, month=11))
    settle(asked, twin, now=NOW)
    remind(site, now=NOW, leaves=False)
    move(asked, closes_on=date(2027, 1, 20), now=NOW)
    remind(site, now=NOW + timedelta(hours=1))
    assert got(mailoutbox) == [("reader@example.jp", "締切12月10日(木)：はじめの一歩助成")]


def test_an_earlier_hour_on_the_same_day_is_a_correction_too(asked, site, mailoutbox):
    remind(site, now=NOW)
    move(asked, closes_time=time(17), now=on(27, month=11))
    remind(site, now=on(27, month=11))
    assert "早まりました" in reminders_in(mailoutbox)[-1].subject


def test_a_slip_that_is_put_right_at_once_corrects_nobody(asked, site, mailoutbox):
    remind(site, now=NOW)
    asked.closes_on = date(2026, 12, 1)
    asked.save()
    type(asked).objects.filter(pk=asked.pk).update(updated_at=NOW)
    remind(site, now=NOW + timedelta(minutes=5))
    move(asked, closes_on=date(2026, 12, 10), now=NOW)
    remind(site, now=NOW + timedelta(minutes=20))
    assert len(got(mailoutbox)) == 1


def test_a_deadline_that_moves_later_is_reminded_of_anew(asked, site, mailoutbox):
    remind(site, now=NOW)
    move(asked, closes_on=date(2026, 12, 24), now=on(27, month=11))
    remind(site, now=on(9))
    assert len(got(mailoutbox)) == 1
    remind(site, now=on(10))
    assert reminders_in(mailoutbox)[-1].subject == "締切12月24日(木)：はじめの一歩助成"
    assert len(got(mailoutbox)) == 2


@pytest.mark.parametrize("what", ["moved", "deleted", "past"])
def test_what_waits_and_is_not_true_any_more_never_leaves(asked, site, mailoutbox, what):
    remind(site, now=NOW, leaves=False)
    at = NOW + timedelta(hours=1)
    if what == "moved":
        move(asked, closes_on=date(2027, 1, 20), now=at)
    elif what == "deleted":
        asked.delete()
    else:
        at = on(11)
    remind(site, now=at)
    assert (len(got(mailoutbox)), states()) == (0, {"reader@example.jp": "withdrawn"})


def test_a_grant_without_a_public_page_is_told_once_it_has_one(asked, site, mailoutbox):
    page = GrantPage.objects.get()
    page.unpublish()
    remind(site, now=NOW)
    assert len(got(mailoutbox)) == 0
    page.save_revision().publish()
    remind(site, now=NOW + timedelta(hours=1))
    assert len(got(mailoutbox)) == 1


def test_the_centre_sets_the_days(asked, site, mailoutbox):
    GrantSettings.objects.create(site=site, reminder_days="3、21")
    remind(site, now=NOW)
    assert (days.of_site(site), days_told()) == ((21, 3), [21])


def test_without_days_nobody_is_reminded(asked, site, mailoutbox):
    GrantSettings.objects.create(site=site, reminder_days="")
    remind(site, now=NOW)
    assert len(got(mailoutbox)) == 0


@pytest.mark.parametrize("text", ["a", "0", "61", "1,2,3,4,5,6", "-1", "²"])
def test_days_that_cannot_be_are_refused_at_their_field(site, text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refusal:
        GrantSettings(site=site, reminder_days=text).full_clean()
    assert list(refusal.value.message_dict) == ["reminder_days"]


def test_switching_off_calls_off_what_waits(asked, site, mailoutbox):
    from django.apps import apps

    remind(site, now=NOW, leaves=False)
    apps.get_app_config("grants").on_disable(site)
    engine.drive(now=NOW + timedelta(minutes=1))
    assert (len(got(mailoutbox)), GrantFollower.objects.count()) == (0, 1)


def test_addresses_go_thirty_days_after_the_deadline(asked, site):
    stopping.erase_due(now=on(11) + timedelta(days=29), site=site)
    assert GrantFollower.objects.count() == 1
    stopping.erase_due(now=on(11) + timedelta(days=31), site=site)
    assert GrantFollower.objects.count() == 0
    assert ConsentEvent.objects.last().action == ConsentAction.ERASED


def test_who_wants_every_call_is_kept_three_years_at_most(grant, call, site):
    programme = grant(cycle="annual")
    call(programme, closes_on=LAST)
    follow(programme, "reader@example.jp", now=NOW, every_call=True)
    stopping.erase_due(now=NOW + timedelta(days=700), site=site)
    assert GrantFollower.objects.count() == 1
    stopping.erase_due(now=NOW + timedelta(days=3 * 365), site=site)
    assert GrantFollower.objects.count() == 0


def test_the_log_names_nobody(asked, site, caplog):
    caplog.set_level("DEBUG")
    remind(site, now=NOW)
    stopping.erase_due(now=NOW, site=site)
    assert "reader@example.jp" not in caplog.text
    assert [row for row in (*GrantFollower.objects.all(), *Reminder.objects.all()) if "example" in str(row)] == []


def test_the_clock_costs_the_same_however_many_are_reminded(asked, site, django_assert_max_num_queries):
    remind(site, now=NOW)
    for number in range(20):
        follow(asked.programme, f"reader{number}@example.jp", now=NOW)
    settle(asked, now=NOW)
    with django_assert_max_num_queries(16):
        sending.remind_due(now=NOW, site=site)


# One that cannot be written -----------------------------------------------------------------------------------------


@pytest.fixture
def broken(asked, grant, call, monkeypatch):
    """Another grant whose reminders raise; its deadline is the same, and it comes first."""
    programme = grant("こわれた助成")
    made = call(programme, closes_on=LAST)
    follow(programme, "other@example.jp", now=on(20, month=11))
    settle(made, now=on(20, month=11))
    sound, raised = sending.editions.editions, ValueError("見本 花子")

    def editions(*, calls, **what):
        if calls[0].programme_id == programme.pk:
            raise raised
        return sound(calls=calls, **what)

    def break_with(error):
        nonlocal raised
        raised = error

    monkeypatch.setattr(sending.editions, "editions", editions)
    monkeypatch.setattr(sending, "_calls", lambda *_what: [made, asked])
    return break_with


def test_a_reminder_that_cannot_be_written_keeps_no_other_from_its_day(broken, site, mailoutbox, caplog):
    remind(site, now=NOW)
    assert [address for address, _subject in got(mailoutbox)] == ["reader@example.jp"]
    assert "no reminder for call" in caplog.text
    assert "花子" not in caplog.text


def test_it_is_tried_again_and_keeps_nobody_then_either(broken, site, mailoutbox, caplog):
    for minutes in (0, 2):
        remind(site, now=NOW + timedelta(minutes=minutes))
    assert len(got(mailoutbox)) == 1
    assert "no reminder for reminder" in caplog.text


def test_a_database_that_is_away_is_said_at_once(broken, site):
    broken(OperationalError("server closed the connection unexpectedly"))
    with pytest.raises(OperationalError):
        sending.remind_due(now=NOW, site=site)
