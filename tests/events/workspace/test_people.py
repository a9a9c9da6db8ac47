"""申込者, 待ち, 当日 and 名簿, as the desk uses them."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from cms.accounts.models import User
from cms.core.models import StaffRole
from events.registration import services
from events.registration.models import Attendance, Event, Registration, Session
from tests.factories.event_pages import day, offered, slots, told
from tests.factories.events import key, registered

pytestmark = pytest.mark.django_db


def at(offering, path=""):
    return f"/admin/events/{offering.event_id}/{path}"


def call(offering, **typed):
    return {
        "offering": offering.pk, "source": "phone", "name": "電話 花子", "seats": 1, "contact_pref": "phone",
        "locale": "ja", "key": key(),
    } | typed  # fmt: skip


def here(offering, number=1, **facts):
    return registered(offering, number, now=timezone.now(), **facts)


def test_a_call_that_is_typed_in_has_a_place(desk, offering):
    desk.post(at(offering, "applicants/new/"), call(offering))
    assert Registration.objects.get().state == "confirmed"


def test_a_call_goes_to_the_first_hour_that_has_room(desk):
    first, second = slots(told(days=None, kind="consultation_fair"), day(20), day(20, hour=15), capacity=1)
    here(first)
    page = desk.get(at(first, "applicants/new/")).content.decode()
    assert re.search(r'<option value="(\d+)" selected>', page)[1] == str(second.pk)


def test_a_call_says_who_typed_it_in(desk, offering):
    desk.post(at(offering, "applicants/new/"), call(offering))
    assert Registration.objects.get().entered_by.username == "desk"


def test_a_call_leads_to_the_slip(desk, offering):
    answer = desk.post(at(offering, "applicants/new/"), call(offering), follow=True)
    assert Registration.objects.get().spaced_code in answer.content.decode()


def test_a_wrong_check_in_is_taken_back_on_the_screen_of_a_cancelled_registration(desk, offering):
    row = here(offering, seats=2)
    session = offering.sessions.get()
    services.check_in(registration=row.pk, session=session.pk, by=None, now=timezone.now())
    Session.objects.filter(pk=session.pk).update(starts_at=day(-2), ends_at=day(-2, hour=20))
    services.cancel(registration=row.pk, by=User.objects.get(), now=timezone.now())
    page = desk.get(at(offering, f"applicants/{row.pk}/")).content.decode()
    buttons = re.findall(r'name="undo" value="([^"]+)"', page)
    assert len(buttons) == 2
    answer = desk.post(at(offering, f"applicants/{row.pk}/"), {"undo": buttons[0]}, follow=True)
    assert "取り消しました" in answer.content.decode()
    assert f"{Attendance.objects.get().member_id}.{session.pk}" == buttons[1]


def test_who_may_only_see_people_takes_no_check_in_back(desk, offering):
    row = here(offering)
    services.check_in(registration=row.pk, session=offering.sessions.get().pk, by=None, now=timezone.now())
    screen = at(offering, f"applicants/{row.pk}/")
    button = re.search(r'name="undo" value="([^"]+)"', desk.get(screen).content.decode())[1]
    group = StaffRole.objects.get(key="desk").group
    group.permissions.remove(*group.permissions.filter(codename="change_registration"))
    assert 'name="undo"' not in desk.get(screen).content.decode()
    desk.post(screen, {"undo": button})
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "x.y", "1", "999999.999999", "9" * 40 + ".1"])
def test_what_no_button_says_takes_nothing_back(desk, offering, typed):
    row = here(offering)
    services.check_in(registration=row.pk, session=offering.sessions.get().pk, by=None, now=timezone.now())
    assert desk.post(at(offering, f"applicants/{row.pk}/"), {"undo": typed}, follow=True).status_code == 200
    assert Attendance.objects.count() == 1


def test_a_fax_that_arrived_before_stands_where_it_would_have_stood(desk, offering):
    here(offering, 1, seats=2)
    web = here(offering, 2)
    arrived = timezone.localtime() - timedelta(hours=3)
    desk.post(at(offering, "applicants/new/"), call(offering, source="fax", received_at=f"{arrived:%Y-%m-%dT%H:%M}"))
    page = desk.get(at(offering, "waiting/")).content.decode()
    assert page.index("電話 花子") < page.index(web.name)


def test_a_call_from_the_future_is_refused_and_what_was_typed_is_kept(desk, offering):
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    page = desk.post(at(offering, "applicants/new/"), call(offering, received_at=later)).content.decode()
    assert not Registration.objects.exists()
    assert "まだ来ていない日時です" in page
    assert "電話 花子" in page


def test_a_wrong_reading_is_told_at_its_field(desk, offering):
    answer = desk.post(at(offering, "applicants/new/"), call(offering, kana="漢字"))
    assert answer.context["form"].errors["kana"]


def test_who_waits_is_told_why(desk, offering):
    here(offering, 1, seats=2)
    here(offering, 2)
    page = desk.get(at(offering, "applicants/")).content.decode()
    assert "待ちの1番目" in page
    assert "空き0、必要1" in page


@pytest.mark.parametrize("words", ["架橋1子", "かけはし", "person1@", "053-000-0001", "架橋\x001子"])
def test_somebody_is_found_by(desk, offering, words):
    here(offering, 1)
    assert len(desk.post(at(offering, "applicants/"), {"q": words}).context["items"]) == 1


def test_who_is_looked_for_is_in_no_address(desk, offering):
    here(offering, 1)
    page = desk.get(at(offering, "applicants/"))
    answer = desk.post(at(offering, "applicants/"), {"q": "架橋1子", "state": "confirmed"})
    assert 'class="ev-filter" method="post"' in page.content.decode()
    assert (answer.status_code, len(answer.context["items"])) == (200, 1)


def test_filters_alone_have_an_address_to_come_back_to(desk, offering):
    here(offering, 1)
    answer = desk.post(at(offering, "applicants/"), {"q": "", "state": "waitlisted"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("?state=waitlisted")
    assert answer.context["items"] == []


@pytest.mark.every_case
@pytest.mark.parametrize("typed", ["²", "x", "", "9" * 40, "9" * 5_000])
def test_a_number_that_is_none_is_no_error_of_the_server(desk, offering, typed):
    session = offering.sessions.get()
    codes = [
        desk.post(at(offering, f"day/{session.pk}/"), {"came": typed}).status_code,
        desk.post(at(offering, "messages/"), {"notice": typed}).status_code,
        desk.post(at(offering, "applicants/"), {"decision": "confirm", "ticked": [typed]}).status_code,
        desk.get(at(offering, "applicants/"), {"offering": typed}).status_code,
    ]
    assert all(code < 500 for code in codes)


def test_nothing_is_cancelled_before_it_was_said_what_happens(desk, offering):
    row = here(offering)
    answer = desk.post(at(offering, f"applicants/{row.pk}/cancel/"), {"reason": "", "version": row.version})
    assert answer.context["said"]
    assert Registration.objects.get().state == "confirmed"


def test_cancelling_frees_the_place_for_who_waits(desk, offering):
    row = here(offering, 1, seats=2)
    waits = here(offering, 2)
    desk.post(at(offering, f"applicants/{row.pk}/cancel/"), {"reason": "", "version": row.version, "sure": 1})
    assert Registration.objects.get(pk=waits.pk).state == "confirmed"


def test_a_page_that_is_out_of_date_changes_nothing(desk, offering):
    row = here(offering)
    desk.post(at(offering, f"applicants/{row.pk}/cancel/"), {"reason": "", "version": row.version + 1, "sure": 1})
    assert Registration.objects.get().state == "confirmed"


def test_a_place_out_of_turn_is_kept_in_the_log(desk, offering):
    here(offering, 1, seats=2)
    row = here(offering, 2)
    desk.post(at(offering, f"applicants/{row.pk}/override/"), {"reason": "車いすの方", "sure": 1})
    assert row.log.filter(action="override", user__username="desk").exists()


def test_one_of_a_family_is_given_back(desk, offering):
    row = here(offering, 1, seats=2)
    member = row.members.last()
    desk.post(
        at(offering, f"applicants/{row.pk}/give-back/"), {"members": [member.pk], "version": row.version, "sure": 1}
    )
    assert Registration.objects.get().seats == 1


def test_a_change_keeps_the_needs_that_were_there(desk, offering):
    row = here(offering)
    form = desk.get(at(offering, f"applicants/{row.pk}/change/")).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, [], "")}
    desk.post(at(offering, f"applicants/{row.pk}/change/"), typed | {"need_wheelchair": 1, "name": "改名 花子"})
    changed = Registration.objects.get()
    assert (changed.name, changed.needs.get().kind) == ("改名 花子", "wheelchair")


def door(offering):
    return at(offering, f"day/{offering.sessions.get().pk}/")


def test_a_booking_number_checks_the_party_in(desk, offering):
    row = here(offering, 1, seats=2)
    desk.post(door(offering), {"code": row.spaced_code.lower()})
    assert Attendance.objects.count() == 2


def test_a_number_that_is_sent_twice_is_the_same_as_once(desk, offering):
    row = here(offering)
    for _time in range(2):
        answer = desk.post(door(offering), {"code": row.code, "method": "qr"}, headers={"accept": "application/json"})
    assert answer.json() == {
        "ok": True, "said": "架橋1子さんは受付済みです。", "members": [row.members.get().pk], "came": True,
    }  # fmt: skip
    assert Attendance.objects.count() == 1


def test_a_check_in_that_a_device_sends_again_after_it_was_taken_back_is_not_done_again(desk, offering):
    row = here(offering)
    kept = {"code": row.code, "nonce": "0" * 32}
    desk.post(door(offering), kept)
    desk.post(door(offering), {"undo": row.members.get().pk})
    desk.post(door(offering), kept)
    assert not Attendance.objects.exists()


@pytest.mark.every_case
@pytest.mark.parametrize(
    "sent", [{"code": "\x00"}, {"came": "9" * 5000}, {"undo": "９" * 30}, {"code": "x", "nonce": "\x00"}]
)
def test_what_no_device_sends_finds_nobody(desk, offering, sent):
    here(offering)
    assert desk.post(door(offering), sent).status_code == 302
    assert not Attendance.objects.exists()


def test_a_check_in_without_a_connection_keeps_the_time_at_which_she_came(desk, offering):
    row, came = here(offering), timezone.now() - timedelta(hours=1)
    desk.post(door(offering), {"code": row.code, "at": str(int(came.timestamp() * 1000))})
    assert abs(Attendance.objects.get().checked_in_at - came) < timedelta(seconds=1)


@pytest.mark.parametrize("at", ["9999999999999", "0", "-5", "soon"])
def test_a_clock_that_is_wrong_is_not_believed(desk, offering, at):
    row = here(offering)
    desk.post(door(offering), {"code": row.code, "at": at})
    assert abs(Attendance.objects.get().checked_in_at - timezone.now()) <= timedelta(hours=24, minutes=1)


def test_a_check_in_can_be_taken_back(desk, offering):
    row = here(offering)
    desk.post(door(offering), {"code": row.code})
    desk.post(door(offering), {"undo": row.members.get().pk})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(("days", "said"), [(400, "400日後"), (-3, "3日前"), (0, "")])
def test_the_door_of_another_day_says_that_it_is_not_today(desk, offering, days, said):
    session = offering.sessions.get()
    noon = timezone.localtime().replace(hour=12, minute=0)
    session.starts_at = noon + timedelta(days=days)
    session.ends_at = session.starts_at + timedelta(hours=1)
    session.save()
    page = desk.get(door(offering))
    assert said in page.context["not_today"]
    assert bool(page.context["not_today"]) == bool(days)
    assert page.context["not_today"] in page.content.decode()


def test_the_screen_of_who_waits_explains_how_places_go_on(desk, offering):
    page = desk.get(at(offering, "waiting/")).content.decode()
    assert "空きが出たとき" in page
    assert at(offering, "rules/") in page


def test_a_number_of_another_event_is_nobody_here(desk, offering):
    other = here(offered(told(days=21)), 5)
    answer = desk.post(door(offering), {"code": other.code}, headers={"accept": "application/json"})
    assert answer.json()["ok"] is False


def test_somebody_who_turns_up_is_there_at_once(desk, offering):
    desk.post(door(offering) + "new/", {"name": "当日 太郎", "seats": 1, "key": key()})
    assert Attendance.objects.get().member.registration.source == "walk_in"


def test_when_all_is_full_the_door_asks_for_a_word(desk, offering):
    here(offering, 1, seats=2)
    typed = {"name": "当日 太郎", "seats": 1, "key": key()}
    answer = desk.post(door(offering) + "new/", typed)
    assert answer.context["form"].non_field_errors()
    desk.post(door(offering) + "new/", typed | {"beyond": "on"})
    assert Attendance.objects.count() == 1


def test_an_export_holds_no_formula(desk, offering):
    here(offering, 1, name='=HYPERLINK("x")', organisation_name="+1")
    rows = csv.reader(io.StringIO(desk.get(at(offering, "lists/all/csv/")).content.decode("utf-8-sig")))
    assert [cell for row in rows for cell in row if cell[:1] in "=+@" and cell] == []
    sheet = load_workbook(io.BytesIO(desk.get(at(offering, "lists/all/xlsx/")).content)).active
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_the_roster_is_in_kana_order(desk, offering):
    here(offering, 1, kana="わたなべ")
    here(offering, 2, kana="あおき")
    page = desk.get(at(offering, f"lists/{offering.sessions.get().pk}/")).content.decode()
    assert page.index("あおき") < page.index("わたなべ")


def test_the_list_asks_the_same_number_of_queries_for_more_people(desk):
    offering = offered(told(days=20), capacity=50)
    counts = []
    for start in (1, 4):
        for number in range(start, start * 4):
            here(offering, number)
        desk.get(at(offering, "applicants/"))
        with CaptureQueriesContext(connection) as seen:
            desk.get(at(offering, "applicants/"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_slip_leaves_out_a_place_that_is_not_decided(desk, offering):
    row = here(offering)
    slip = at(offering, f"applicants/{row.pk}/slip/")
    where = "<dt>場所</dt>"
    Session.objects.update(venue=None)
    Event.objects.update(place="")
    assert where not in desk.get(slip).content.decode()
    Event.objects.update(place="市役所前")
    assert f"{where}<dd>市役所前</dd>" in desk.get(slip).content.decode()


def test_what_nobody_said_is_no_answer_of_theirs(desk, offering):
    """Who was typed in with a name alone did not refuse to say how old she is."""
    desk.post(at(offering, "applicants/new/"), call(offering))
    page = desk.get(at(offering, f"applicants/{Registration.objects.get().pk}/")).content.decode()
    assert "答えない" not in page
    assert re.search(r'<span class="ev-why">\s*</span></li>', page)
    services.check_in(
        registration=Registration.objects.get().pk, session=Session.objects.get().pk, by=None, now=timezone.now()
    )
    page = desk.get(at(offering, f"applicants/{Registration.objects.get().pk}/")).content.decode()
    assert re.search(r'<span class="ev-why">\s*</span><span class="ev-came"><span class="[^"]*">来場</span>', page)
    assert "<dt>メールアドレス</dt><dd>–</dd>" in page


def test_the_cursor_stands_in_the_field_that_is_wrong(desk, offering):
    def autofocus(answer):
        return re.findall(r'name="(\w+)"[^>]* autofocus', answer.content.decode())

    assert autofocus(desk.get(at(offering, "applicants/new/"))) == ["name"]
    assert autofocus(desk.post(at(offering, "applicants/new/"), call(offering, phone="053-000-12"))) == ["phone"]


def test_the_way_in_which_somebody_came_has_a_line_of_its_own(desk, offering):
    here(offering, 1, seats=2)
    here(offering, 2)
    assert '<span class="ev-why">ウェブ</span>' in desk.get(at(offering, "waiting/")).content.decode()
