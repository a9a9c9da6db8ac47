"""Whatever people are called and type: it is stored as it is or refused at its field, and no list runs it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import User
from cms.core.public_forms.tickets import Ticket
from events.registration.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]

FORMULAS = ["=1+1", "+81 53", "-2+3", "@SUM(A1)", "＝1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")']
ODD = [
    "𠮷田 花子", "見本 \U0001f468\u200d\U0001f469\u200d\U0001f467", "\u202eevil\u202c 花子", "أحمد", "Nguyễn Thị Ánh",
    "O'Brien-Smith", "<b>花子</b>", "花子\u200b", "髙橋\U000e0101", "花" * 100,
]  # fmt: skip
NEVER_STORED = [
    "見本\x00花子",
    "見本\x0b花子",
    "見本\x1b[31m花子",
    "見本\r\nBcc: x@example.jp",
    "見本\u2028花子",
    "花" * 101,
]
STARTS_A_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")


@pytest.fixture
def send(client, offer):
    """Send the form with a name, and return the answer."""
    offering = offer(capacity=50)

    def post(name, **more):
        ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
        typed = {
            "ticket": ticket, "offering": offering.pk, "name": name, "kana": "みほん", "email": "hanako@example.jp",
            "phone": "053-000-1234", "contact_pref": "mail", "seats": "1", "consent": "on",
        }  # fmt: skip
        address = f"/ja/registrations/new/{offering.event_id}/"
        return client.post(address, typed | more, HTTP_SEC_FETCH_SITE="same-origin")

    return post


@pytest.fixture
def lists(client):
    """Every list of an event that can be taken along, as staff get it: its bytes by address."""

    def read():
        client.force_login(User.objects.create_superuser("staff", "staff@example.jp", "x"))
        row = Registration.objects.select_related("event").get()
        places = ["lists/all", f"lists/{row.offering.sessions.get().pk}"]
        addresses = [f"/admin/events/{row.event_id}/{place}/{kind}/" for place in places for kind in ("csv", "xlsx")]
        answers = {address: client.get(address) for address in addresses}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {address: answer.content for address, answer in answers.items()}

    return read


def cells(content):
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


@pytest.mark.parametrize("name", ODD + FORMULAS)
def test_an_odd_name_is_kept_as_it_is_and_shown(client, send, name):
    answer = send(name)
    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    kept = Registration.objects.get().name
    assert [sign for sign in kept if sign not in name] == []


@pytest.mark.parametrize("name", NEVER_STORED)
def test_what_no_name_holds_is_refused_or_left_out(send, name):
    answer = send(name)
    assert answer.status_code in {200, 303, 400}
    kept = Registration.objects.values_list("name", flat=True).first() or ""
    assert re.search(r"[\x00-\x1f\x7f\u2028]", kept) is None
    assert len(kept) <= 100
    if answer.status_code == 200:
        assert 'href="#id_name"' in answer.content.decode()


@pytest.mark.parametrize("typed", FORMULAS + ODD[:4])
def test_no_list_has_a_cell_that_a_spreadsheet_works_out(send, lists, typed):
    send(typed, note=typed)
    found = lists()
    assert {address.rstrip("/").rpartition("/")[2] for address in found} >= {"csv", "xlsx"}
    for address, content in found.items():
        if address.endswith("csv/"):
            assert [cell for cell in cells(content) if STARTS_A_FORMULA.match(cell) and not cell.startswith("'")] == []
        else:
            sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
            assert re.findall(r"<f[ >]|t=\"(?:str|e)\"", sheet) == []


def test_control_a_formula_in_a_file_is_seen(send, lists):
    from openpyxl import Workbook

    book, buffer = Workbook(), io.BytesIO()
    book.active["A1"] = "=1+1"
    book.save(buffer)
    sheet = zipfile.ZipFile(buffer).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f[ >]", sheet)
    assert STARTS_A_FORMULA.match("=1+1")
