"""市への報告 says the same before and after the personal data is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import Appearance
from cms.mail import services as mail
from events.registration import services
from events.registration.models import Registration
from events.registration.party import NeedAsked, Person
from tests.factories.event_pages import offered, told
from tests.factories.events import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_week():
    """Three people came, of whom two said how old they are."""
    now = timezone.now()
    offering = offered(told(days=3), capacity=9)
    family = registered(
        offering, 1, now=now, seats=2, needs=(NeedAsked(kind="wheelchair"), NeedAsked(kind="childcare", count=2)),
        people=(Person(age_band="30-39", mother_tongue="vi"), Person(age_band="6-11", mother_tongue="vi")),
    )  # fmt: skip
    single = registered(offering, 2, now=now)
    session = offering.sessions.get()
    for row in (family, single):
        services.check_in(registration=row.pk, session=session.pk, by=None, now=now)
    return session


def report(desk, session):
    """Return all numbers of the month in which the date is, and of the one in which people registered."""
    said = []
    for month in {f"{timezone.localtime(moment):%Y-%m}" for moment in (session.starts_at, timezone.now())}:
        found = desk.get("/admin/events/report/", {"month": month}).context["report"]
        said.append((found.parties, found.people, found.cancelled, found.came, [(str(a), b) for a, b in found.by]))
    return sorted(said, key=str)


def test_the_report_stays_as_it_was_when_all_is_erased_on_the_promised_date(desk, last_week):
    before = report(desk, last_week)
    after = last_week.ends_at + timedelta(days=120)
    services.erase_due(now=after)
    mail.erase_due(now=after)
    assert Registration.objects.filter(erased_at=None).count() == 0
    assert report(desk, last_week) == before


def test_the_report_stays_as_it_was_when_people_erase_their_data_after_the_event(desk, last_week):
    before = report(desk, last_week)
    for pk in Registration.objects.values_list("pk", flat=True):
        services.erase_now(registration=pk, by=None, now=last_week.ends_at)
    assert report(desk, last_week) == before


def test_those_of_whom_nothing_is_known_are_counted_too(desk, last_week):
    said = [dict(lines) for each in report(desk, last_week) for _heading, lines in each[4]]
    assert {"30代": 1, "6〜11歳": 1, "答えない": 1} in said


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "x", ""])
def test_a_month_that_no_report_can_be_of_is_this_month(desk, month):
    for address in ("/admin/events/report/", "/admin/events/report/csv/"):
        assert desk.get(address, {"month": month}).status_code == 200
    assert desk.get("/admin/events/report/", {"month": month}).context["value"] == f"{timezone.localdate():%Y-%m}"


def test_the_report_says_whose_it_is(desk, last_week):
    Appearance.objects.update_or_create(site=last_week.event.site, defaults={"name": "みどり市民センター"})
    assert "みどり市民センター" in desk.get("/admin/events/report/").content.decode()
    assert "みどり市民センター" in desk.get("/admin/events/report/csv/").content.decode("utf-8-sig")


def asked_by_the_report(desk) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert desk.get("/admin/events/report/").status_code == 200
    return [query["sql"] for query in queries]


def test_the_registrations_of_a_month_are_looked_through_once(desk, last_week):
    of_month = 'FROM "event_registration_registration" WHERE "event_registration_registration"."event_id" IN'
    statements = [sql.replace("WHERE (", "WHERE ") for sql in asked_by_the_report(desk)]
    assert sum(of_month in sql for sql in statements) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_the_dates_of_a_month_are_found_by_when_they_start(desk, last_week):
    """And not by asking each event for its dates, of which nearly all are long over."""
    [dates] = [sql for sql in asked_by_the_report(desk) if sql.startswith('SELECT "event_registration_session".')]
    with connection.cursor() as cursor:
        plan = [row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {dates}")]
    assert any("INDEX evreg_session_start (starts_at>" in step for step in plan)
    assert not any("event_registration_session" in step and "(event_id=?)" in step for step in plan)
