"""Who took which list of persons away stands in the log; no person does."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from events.registration.models import RegistrationEvent
from tests.factories.event_pages import offered, told
from tests.factories.events import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    row = offered(told(days=20), capacity=9)
    registered(row, now=timezone.now(), seats=2)
    return row


def at(offering, path):
    return f"/admin/events/{offering.event_id}/{path}"


def lines():
    return list(RegistrationEvent.objects.filter(action="downloaded").values_list("user__username", "data"))


def test_a_file_with_everybody_leaves_a_line(desk, offering):
    desk.get(at(offering, "lists/all/csv/"))
    assert lines() == [("desk", {"list": "everybody", "file": "csv", "rows": 2})]


def test_a_file_for_the_door_leaves_a_line(desk, offering):
    session = offering.sessions.get()
    desk.get(at(offering, f"lists/{session.pk}/xlsx/"))
    assert lines() == [("desk", {"list": "roster", "file": "xlsx", "rows": 2, "session": session.pk})]


def test_a_file_that_there_is_not_leaves_none(desk, offering):
    assert desk.get(at(offering, "lists/all/pdf/")).status_code == 404
    assert lines() == []


def test_the_manager_sees_who_took_it(desk, log_in, offering):
    desk.get(at(offering, "lists/all/csv/"))
    page = log_in("manager").get(at(offering, "log/")).content.decode()
    assert ("鈴木" in page, "名簿などをダウンロード" in page, "CSV · 2人" in page) == (True, True, True)


def test_a_person_has_a_name_and_not_a_title(desk, offering):
    text = desk.get(at(offering, "lists/all/csv/")).content.decode("utf-8-sig")
    headings = next(csv.reader(io.StringIO(text)))
    assert ("氏名" in headings, "名称" in headings) == (True, False)
