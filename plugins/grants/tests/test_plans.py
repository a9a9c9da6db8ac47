"""締切逆算: working back from a deadline."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from plugins.grants import plans
from plugins.grants.models import GrantPage, PlanStep
from plugins.grants.plans import Step
from plugins.grants.working_days import is_working_day, working_day_before


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),  # Saturday
        ("2026-11-23", False),  # 勤労感謝の日
        ("2026-05-06", False),  # 振替休日
        ("2026-12-28", True),
        ("2026-12-29", False),  # the turn of the year
        ("2027-01-03", False),
    ],
)
def test_weekends_holidays_and_the_turn_of_the_year_are_no_working_days(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


def test_the_day_before_new_year_is_in_the_old_one():
    assert working_day_before(date(2027, 1, 4)) == date(2026, 12, 28)


def test_steps_follow_each_other_and_end_before_the_deadline():
    made = plans.plan([Step("書く", 3), Step("出す", 1)], last_day=date(2026, 11, 27), today=date(2026, 11, 1))
    # Friday the 27th is the last day; Monday the 23rd is a holiday.
    assert [(each.first.day, each.last.day) for each in made.steps] == [(20, 25), (26, 26)]
    assert not made.is_late


def test_a_plan_says_what_should_have_been_done_already():
    made = plans.plan([Step("書く", 3), Step("出す", 1)], last_day=date(2026, 11, 27), today=date(2026, 11, 26))
    assert (made.is_late, [each.is_late for each in made.steps]) == (True, [True, False])


@pytest.mark.parametrize(("talk", "number"), [(True, 6), (False, 5)])
def test_the_talk_with_the_city_is_a_step_where_it_is_needed(grant, talk, number):
    steps = plans.usual_steps(grant(talk_first=talk))
    with translation.override("ja"):
        labels = [str(step.label) for step in steps]
    assert len(steps) == number
    assert ("担当課に相談する" in labels) is talk


def test_papers_that_must_have_arrived_leave_earlier(grant):
    programme = grant()
    steps = [plans.usual_steps(programme, closing_kind=kind)[-1].days for kind in ("received", "online")]
    assert steps == [3, 1]


@pytest.fixture
def planned(grant, call):
    return call(grant("はじめの一歩"), closes_on=timezone.localdate() + timedelta(days=90))


def test_the_page_of_a_grant_leads_to_its_plan(client, planned):
    address = f"/ja/grants/plan/{planned.uuid}/"
    assert address in client.get("/ja/grants-here/grant-1/").content.decode()
    words = client.get(address).content.decode()
    assert "締切までの段取り" in words
    assert "理事会" in words


def test_staff_write_the_steps_of_a_grant(admin_client, client, planned):
    url = reverse("grant_programmes:steps", args=[planned.programme_id])
    assert "理事会" in admin_client.get(url).content.decode()
    data = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0}
    for number, (label, days, order) in enumerate([("出す", 1, 2), ("総会で決める", 4, 1), ("", "", "")]):
        data |= {f"form-{number}-label": label, f"form-{number}-days": days, f"form-{number}-ORDER": order}
    assert admin_client.post(url, data).status_code == 302
    assert list(PlanStep.objects.values_list("label", "days")) == [("総会で決める", 4), ("出す", 1)]
    assert "総会で決める" in client.get(f"/ja/grants/plan/{planned.uuid}/").content.decode()
    admin_client.post(url, {"usual": "1"})
    assert not PlanStep.objects.exists()


def test_a_step_without_days_is_said_at_its_field_and_what_was_typed_stays(admin_client, planned):
    url = reverse("grant_programmes:steps", args=[planned.programme_id])
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-label": "総会で決める", "form-0-days": "99"}
    words = admin_client.post(url, data).content.decode()
    assert "総会で決める" in words
    assert "60" in words
    assert not PlanStep.objects.exists()


def test_the_plan_goes_into_a_calendar_with_identifiers_that_stay(client, planned):
    def read():
        calendar = Calendar.from_ical(client.get(f"/ja/grants/plan/{planned.uuid}.ics").content)
        assert not calendar.errors
        return calendar.walk("VEVENT")

    entries = read()
    assert [str(entry["UID"]) for entry in entries] == [str(entry["UID"]) for entry in read()]
    assert str(entries[-1]["UID"]) == f"{planned.uuid}@kakehashi"
    assert all(entry.decoded("DTEND") <= planned.closes_on for entry in entries[:-1])


def test_the_last_day_alone_goes_into_a_calendar_as_the_entry_that_the_plan_ends_with(client, planned):
    address = f"/ja/grants/deadline/{planned.uuid}.ics"
    assert address in client.get("/ja/grants-here/grant-1/").content.decode()
    calendar = Calendar.from_ical(client.get(address).content)
    (entry,) = calendar.walk("VEVENT")
    assert not calendar.errors
    assert (str(entry["UID"]), entry.decoded("DTSTART")) == (f"{planned.uuid}@kakehashi", planned.closes_on)
    GrantPage.objects.get(translation_key=planned.programme.page_key).unpublish()
    assert client.get(address).status_code == 404


def test_a_plan_is_there_only_for_a_deadline_and_a_public_page(client, grant, call, planned):
    rolling = call(grant(), opens_on="2026-01-01")
    assert client.get(f"/ja/grants/plan/{rolling.uuid}/").status_code == 404
    GrantPage.objects.get(translation_key=planned.programme.page_key).unpublish()
    assert client.get(f"/ja/grants/plan/{planned.uuid}/").status_code == 404
