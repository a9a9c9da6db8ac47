"""Limits of sending: what may be chosen, what follows, and the screen where that is done."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from cms.accounts.models import User
from cms.core import roles
from cms.core.models import StaffRole
from cms.mail.bulk import budget, services
from cms.mail.bulk.exceptions import LimitRefused
from cms.mail.bulk.lanes import have_lanes
from cms.mail.models import BulkDelivery, Lane, SendingDay
from cms.mail.states import State
from tests.mail.conftest import NOON

from .conftest import drive, reader

pytestmark = pytest.mark.django_db
PACE, DAY = "/admin/mail/pace/", "/admin/mail/pace/day/"


@pytest.fixture
def log_in(client, site):
    roles.grant(site=site)

    def act(role):
        user = User.objects.create_user(role, f"{role}@example.jp", "x", last_name="鈴木", first_name="次郎")
        user.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(user)
        return client

    return act


@pytest.fixture
def manager(log_in):
    return log_in("manager")


def lane(group="other"):
    return next(lane for lane in have_lanes() if lane.group == group)


def of(group):
    return f"{PACE}{lane(group).pk}/"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def sent():
    return BulkDelivery.objects.totals()[State.SENT]


def set_caps(group="other", connections=2, rate=None):
    return services.set_caps(lane_id=lane(group).pk, connections=connections, rate=rate, by=None)


# What may be chosen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "connections", "rate", "field"),
    [
        ("other", 0, None, "connections"), ("other", 11, None, "connections"), ("other", 4, 0.1, "rate"),
        ("docomo", 3, 5.0, "connections"), ("docomo", 1, 20.5, "rate"), ("docomo", 1, None, "rate"),
    ],
)  # fmt: skip
def test_a_limit_outside_what_is_allowed_is_refused(group, connections, rate, field):
    before = lane(group)
    with pytest.raises(LimitRefused) as refusal:
        set_caps(group, connections, rate)
    after = lane(group)
    assert (refusal.value.field, after.connections, after.ceiling) == (field, before.connections, before.ceiling)


@pytest.mark.parametrize("rate", [2.0, 20.0])
def test_a_lane_takes_its_new_pace_at_once(rate):
    set_caps("docomo", 1, rate)
    assert (lane("docomo").rate, lane("docomo").ceiling) == (rate, rate)


def test_a_lane_that_a_server_has_slowed_down_is_not_sped_up_by_a_higher_limit():
    Lane.objects.filter(pk=lane("docomo").pk).update(rate=1.0)
    set_caps("docomo", 1, 20.0)
    assert (lane("docomo").rate, lane("docomo").ceiling) == (1.0, 20.0)


def test_a_lane_that_a_server_has_slowed_down_keeps_to_a_lower_limit():
    Lane.objects.filter(pk=lane("docomo").pk).update(rate=4.0)
    set_caps("docomo", 1, 3.0)
    assert lane("docomo").rate == 3.0


def test_a_lower_pace_is_kept_by_what_is_sent(running, sink, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("cms.mail.bulk.pacing.time.sleep", slept.append)
    set_caps("other", 1, 2.0)
    running(5)
    drive()
    assert 1.5 < max(slept) <= 2.0  # four pauses of half a second, of a clock that hardly moves


# A day's number ------------------------------------------------------------------------------------------------


def test_a_day_s_number_is_kept_by_what_is_sent(running, sink):
    services.set_budget(most=4, by=None, now=NOON)
    running(9)
    drive()
    assert sent() == 4


@pytest.mark.parametrize(("allowed", "most"), [(0, 0), (10, 11)])
def test_a_day_s_number_beyond_the_settings_is_refused(settings, allowed, most):
    settings.CMS_BULK_DAILY_BUDGET = allowed
    with pytest.raises(LimitRefused):
        services.set_budget(most=most, by=None, now=NOON)


def test_the_smaller_of_both_numbers_counts(settings):
    settings.CMS_BULK_DAILY_BUDGET = 10
    services.set_budget(most=6, by=None, now=NOON)
    assert budget.most() == 6
    settings.CMS_BULK_DAILY_BUDGET = 5
    assert budget.most() == 5
    services.set_budget(most=None, by=None, now=NOON)
    assert budget.most() == 5


def test_a_limit_that_begins_in_the_day_counts_what_has_left(running, sink):
    running(5)
    drive()
    services.set_budget(most=7, by=None, now=NOON)
    running(5, key="2")
    drive()
    assert (sent(), SendingDay.objects.get().day) == (7, date(2026, 12, 6))


def test_the_forecast_keeps_to_the_number(prepared):
    services.set_budget(most=10, by=None, now=NOON)
    reckoned = services.forecast_of(prepared(25), now=NOON)
    assert [number for _day, number in reckoned.days] == [10, 10, 5]
    assert (reckoned.a_day, reckoned.readers, reckoned.takes_in_words) == (10, 25, "3日間")


def test_a_forecast_says_why_it_takes_long(prepared, running):
    running(3)
    services.set_budget(most=10, by=None, now=NOON)
    assert services.forecast_of(prepared(25, key="2"), now=NOON).reasons == [
        "ほかの一斉メール3通を先に送ります。", "1日に送れるのは10通までです。残りは次の日に続けて送ります。",
        "夜9時から朝7時までは送りません。",
    ]  # fmt: skip


def test_a_forecast_names_the_carriers_that_take_mail_slowly():
    reckoned = services.forecast(readers={"docomo": 9000}, now=NOON)
    assert reckoned.reasons == ["携帯電話会社など、ゆっくり送る必要のある送り先があります。"]


def test_a_forecast_of_a_few_gives_no_reasons():
    reckoned = services.forecast(readers={"other": 5}, now=NOON)
    assert (reckoned.reasons, reckoned.takes_in_words) == ([], "約1分")


# The screens ---------------------------------------------------------------------------------------------------


def test_the_screen_says_how_much_may_still_leave_today(manager, settings):
    settings.CMS_BULK_DAILY_BUDGET = 500
    SendingDay.objects.create(sender="noreply@example.jp", day=timezone.localdate(), taken=120)
    settings.DEFAULT_FROM_EMAIL = "noreply@example.jp"
    assert "今日送れる500通のうち、120通を送りました。あと380通送れます。" in text(manager.get(PACE))


def test_the_screen_says_that_there_is_no_limit(manager):
    assert "1日の通数に制限はありません" in text(manager.get(PACE))


def test_the_screen_shows_each_provider_with_what_waits(manager, prepared):
    prepared([reader(1, address="a@docomo.ne.jp"), reader(2, address="b@docomo.ne.jp")])
    shown = text(manager.get(PACE))
    assert "ドコモ" in shown
    assert ">2</td>" in shown.replace(" \n", "")


def test_a_manager_changes_a_pace_and_the_history_tells(manager):
    answer = manager.post(of("docomo"), {"connections": "2", "rate": "2.5"}, follow=True)
    assert (lane("docomo").connections, lane("docomo").ceiling) == (2, 2.5)
    assert "次郎" in text(answer)
    assert "ドコモ：同時接続数 1 → 2、毎秒の通数 5 → 2.5" in text(answer)


def test_a_manager_changes_the_number_for_a_day_and_takes_it_back(manager):
    manager.post(DAY, {"most": "３００"})
    assert budget.most() == 300
    shown = text(manager.post(DAY, {"most": ""}, follow=True))
    assert budget.most() is None
    assert "1日の通数：300 → 指定なし" in shown


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"connections": "9", "rate": "5"}, "1から2までの数"), ({"connections": "x", "rate": "5"}, "1から2までの数"),
        ({"connections": "1", "rate": "99"}, "0.2から20までの数"),
        ({"connections": "1", "rate": ""}, "0.2から20までの数"),
        ({"connections": "1", "rate": "nan"}, "0.2から20までの数"), ({}, "1から2までの数"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_said_at_its_field_and_kept(manager, said, sentence):
    shown = text(manager.post(of("docomo"), said))
    assert sentence in shown
    assert all(f'value="{value}"' in shown for value in said.values() if value)
    assert not ModelLogEntry.objects.filter(action="mail.lane_caps").exists()


def test_who_writes_letters_sees_the_pace_and_changes_nothing(log_in):
    editor = log_in("newsletter")
    assert "変える" not in text(editor.get(PACE)).split("<main")[-1]
    assert editor.get(DAY).status_code in {302, 403}
    editor.post(of("docomo"), {"connections": "2", "rate": "1"})
    assert lane("docomo").ceiling == 5.0


def test_a_manager_of_one_of_two_sites_does_not_change_what_both_share(manager, site):
    Site.objects.create(hostname="second.example.jp", root_page=site.root_page)
    assert manager.get(DAY).status_code in {302, 403}


def test_who_works_at_the_desk_does_not_see_it(log_in):
    assert log_in("desk").get(PACE).status_code in {302, 403}


def test_the_page_of_a_bulk_mail_says_when_it_will_be_out(manager, running, settings):
    settings.CMS_BULK_DAILY_BUDGET = 10
    campaign = running(25, now=timezone.now(), keeps_quiet=False)
    shown = text(manager.get(f"/admin/mail/bulk/{campaign.pk}/"))
    assert "送り終わる時刻の見込み" in shown
    assert "25通を" in shown
    assert shown.count("10通</dd>") == 2
