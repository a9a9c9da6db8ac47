"""While the database is away people are asked to wait, and nothing that they typed is lost."""

import errno
import re
import sqlite3
from html import unescape
from urllib.parse import parse_qsl, urlencode

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from cms.core.database_away import is_away

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
TYPED = {
    "ticket": "abc", "name": '見本 "花子" <b>', "note": "一行目\r\n二行目", "homepage": "", "needs": ["sign", "other"],
}  # fmt: skip


@pytest.fixture
def client():
    return Client(raise_request_exception=False, HTTP_SEC_FETCH_SITE="same-origin")


@pytest.fixture
def away(transactional_db, tmp_path):
    """Lead Django's connection to where no database is."""
    connection.close()
    name = "NAME" if connection.vendor == "sqlite" else "HOST"
    before, connection.settings_dict[name] = connection.settings_dict[name], str(tmp_path / "nowhere" / "x")
    yield
    connection.close()
    connection.settings_dict[name] = before


@pytest.mark.usefixtures("away")
class TestAway:
    @pytest.mark.parametrize(
        "path", ["/ja/", "/ja/registrations/new/1/", "/ja/search/?query=x", "/admin/login/", "/-/ready"]
    )
    def test_every_page_asks_to_wait(self, client, path):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "no-store" in answer["Cache-Control"]

    def test_a_monitor_is_told_once_and_in_words(self, client, settings):
        settings.CMS_HEALTH_TOKEN = "t" * 40
        answer = client.get("/-/deep", headers={"authorization": f"Bearer {settings.CMS_HEALTH_TOKEN}"})
        found = answer.json()["findings"]
        assert answer.status_code == 503
        assert found[0]["key"] == "database.away"
        assert "DATABASE_URL" in found[0]["remedy"]
        assert "Error" not in answer.content.decode()
        assert {"redis", "static", "words"} <= {finding["key"] for finding in found}  # what needs no database is told

    def test_the_doctor_says_it_in_japanese(self, capsys, monkeypatch):
        monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
        with pytest.raises(SystemExit):
            call_command("doctor")
        said = capsys.readouterr().out
        assert "データベースが応答しません" in said
        assert "Error" not in said

    @pytest.mark.parametrize(("code", "words"), [("ja", "少しお待ちください"), ("en", "Please wait a moment")])
    def test_it_asks_in_the_language_of_the_address(self, client, code, words):
        page = client.get(f"/{code}/about/?a=1&b=2").content.decode()
        assert f"<h1>{words}</h1>" in page
        assert f'href="/{code}/about/?a=1&amp;b=2"' in page

    def test_a_form_that_was_sent_is_kept_to_the_letter(self, client):
        page = client.post("/ja/registrations/new/1/", TYPED).content.decode()
        kept = [(unescape(name), unescape(value)) for name, value in HIDDEN.findall(page)]
        assert kept == parse_qsl(urlencode(TYPED, doseq=True), keep_blank_values=True)
        assert '<form method="post" action="/ja/registrations/new/1/">' in page
        assert "受け付けは1回だけ" in page

    def test_a_form_without_a_ticket_promises_nothing_about_twice(self, client):
        page = client.post("/ja/registrations/new/1/", {"name": "見本"}).content.decode()
        assert "受け付けは1回だけ" not in page
        assert HIDDEN.findall(page) == [("name", "見本")]

    @pytest.mark.parametrize("typed", [{"password": "geheim"}, {"new_password1": "geheim"}])
    def test_a_password_is_not_written_into_a_page(self, client, typed):
        page = client.post("/ja/registrations/new/1/", {"name": "x", **typed}).content.decode()
        assert "geheim" not in page
        assert "<form" not in page
        assert "「戻る」" in page

    def test_a_form_with_files_is_sent_again_from_where_it_was_filled_in(self, client):
        page = client.post("/ja/registrations/new/1/", {"file": SimpleUploadedFile("a.txt", b"a")}).content.decode()
        assert "<form" not in page

    def test_the_page_calls_nobody_and_runs_nothing(self, client):
        answer = client.post("/ja/registrations/new/1/", TYPED)
        assert "script" not in answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.usefixtures("away")
class TestAwayFromADemo:
    """With DEBUG Django has a page of its own for errors."""

    @pytest.fixture(autouse=True)
    def debug(self, settings):
        settings.DEBUG = True

    @pytest.mark.parametrize("path", ["/ja/", "/ja/registrations/new/1/", "/admin/login/"])
    def test_people_are_asked_to_wait(self, client, path):
        answer = client.get(path)
        assert (answer.status_code, "少しお待ちください" in answer.content.decode()) == (503, True)

    def test_what_they_typed_is_kept(self, client):
        page = client.post("/ja/registrations/new/1/", TYPED).content.decode()
        assert ("見本 &quot;花子&quot;" in page, "Traceback" in page) == (True, False)

    def test_control_without_it_django_shows_how_the_site_is_made(self, client, settings):
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("AskToWaitInTheDemoToo")]
        answer = client.get("/ja/")
        assert (answer.status_code, "Traceback" in answer.content.decode()) == (500, True)


def test_a_mistake_of_ours_is_shown_to_developers(db, settings, monkeypatch):
    def broken(*_args, **_options):
        raise ValueError("x")

    settings.DEBUG = True
    monkeypatch.setattr("cms.core.middleware.Remember.__call__", broken)
    answer = Client(raise_request_exception=False).get("/ja/")
    assert (answer.status_code, "ValueError" in answer.content.decode()) == (500, True)


def caused(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("said in words that change")
    cause.sqlite_errorcode = code
    return caused(OperationalError("…"), cause)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_FULL])
def test_a_busy_or_full_sqlite_is_away(code):
    assert is_away(of_sqlite(code))


@pytest.mark.parametrize(("code", "away"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.ENOENT, False)])
def test_a_file_that_finds_no_room_is_a_full_disk(code, away):
    """The lock of a pool, a picture, a journal: SQLite is not the only one who writes."""
    assert is_away(OSError(code, "")) is away


def test_a_wrong_query_is_a_mistake_of_ours():
    assert not is_away(of_sqlite(sqlite3.SQLITE_ERROR))
    assert not is_away(caused(ProgrammingError("…"), psycopg.errors.UndefinedTable("no such table")))
    assert not is_away(ValueError("x"))


def test_a_server_that_shuts_down_is_away():
    assert is_away(caused(OperationalError("…"), psycopg.errors.AdminShutdown("terminating connection")))
