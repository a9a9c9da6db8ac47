"""No log tells a token, a mail address or what somebody typed; canaries are looked for in all that is written."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client

from cms.logs import MaskedRecord, mask
from cms.stack.processes import Child, free_port
from tests.servers import wait_until_it_answers

TOKEN = "aRchRpmyTZK67DwcZWu5GWumtbDZT1VIGYLbDobn0aaNK9Z0"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def written():
    """All that the loggers of this process write, with the handlers of the settings."""
    stream, handler = io.StringIO(), next(h for h in logging.root.handlers if type(h) is logging.StreamHandler)
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.mark.parametrize(
    "path",
    [
        f"/ja/registrations/manage/{TOKEN}/", f"/ja/registrations/offer/{TOKEN}/cancel/", f"/en/letters/stop/{TOKEN}",
        "/ja/x/1tXYZa:1tXYZb:abcdefghij_klm-n/",
        "/admin/password_reset/confirm/Mg/c8yp1x-0123456789abcdef0123456789abcdef/",
        "/ja/x/550e8400-e29b-41d4-a716-446655440000/",
    ],
)  # fmt: skip
def test_the_secret_of_a_link_is_masked(path):
    masked = mask(f'127.0.0.1 "GET {path} HTTP/1.1" 404 http://127.0.0.1:8000{path}')
    secret = max(path.split("/"), key=len)
    assert (secret in masked, masked.count("…")) == (False, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /ja/events/consultation-fair-of-spring-2026/", "/ja/registrations/new/1/",
        "/ja/activities/%E5%AD%90%E3%81%A9%E3%82%82%E9%A3%9F%E5%A0%82/", "plugins: looking at newsletters …",
        "cms/mail/pump.py failed in /srv/kakehashi/cms/mail/bulk/engine.py", "12:30:01 why? nobody knows",
    ],
)  # fmt: skip
def test_what_people_read_stays(text):
    assert mask(text) == text


def test_mail_addresses_are_masked():
    said = "550 <hanako@example.jp>: no such user; taro.@docomo.ne.jp, a%40example.jp"
    assert [canary for canary in ("hanako", "taro", "docomo", "example") if canary in mask(said)] == []


def test_what_somebody_looked_for_is_masked():
    assert mask("GET /ja/search/?query=%E8%8A%B1%E5%AD%90&p=2 200") == "GET /ja/search/?… 200"


def test_an_error_is_logged_without_what_it_quotes(written):
    typed, task = "見本 花子", {"name": "x"}
    try:
        raise ValueError(f"invalid: {typed}")
    except ValueError as error:
        words = "Task %(name)s: %(exc)s"  # as Celery writes them
        logging.getLogger("celery.app.trace").error(words, task | {"exc": repr(error)}, exc_info=True)
    said = written.getvalue()
    assert (typed in said, "Task x: ValueError" in said, "test_logs.py" in said) == (False, True, True)


def test_an_error_that_speaks_of_code_keeps_its_words(written):
    try:
        raise DisallowedHost("Invalid HTTP_HOST header: 'evil.example'.")
    except DisallowedHost as error:
        logging.getLogger("django.security.DisallowedHost").error(str(error), exc_info=error)
    assert "Invalid HTTP_HOST header: 'evil.example'" in written.getvalue()


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_logged_without_the_token(written):
    Client().get(f"/ja/registrations/manage/{TOKEN}/nowhere/")
    assert ("Not Found" in written.getvalue(), TOKEN in written.getvalue()) == (True, False)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_logged_without_where_it_came_from(written):
    elsewhere = {"HTTP_HOST": "testserver", "HTTP_REFERER": f"https://elsewhere.example/ja/x/{TOKEN}/"}
    Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"}, secure=True, **elsewhere)
    assert ("Forbidden" in written.getvalue(), TOKEN in written.getvalue()) == (True, False)


def test_control_an_ordinary_record_tells_it(written):
    ordinary = logging.LogRecord("x", logging.ERROR, __file__, 1, "Not Found: /ja/%s/ %s", (TOKEN, "a@b.jp"), None)
    logging.root.handle(ordinary)
    assert TOKEN in written.getvalue()
    assert logging.getLogRecordFactory() is MaskedRecord


# The server's own log ------------------------------------------------------------------------------------------


def asked(port: int, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Referer": f"http://127.0.0.1{path}"})
    connection.getresponse().read()
    connection.close()


@pytest.fixture
def access_log(tmp_path):
    """What granian writes about a request to `path`, its access log switched on; the site's database is away."""

    def log_of(path: str, *, application: str = "cms.wsgi:application") -> str:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/x.sqlite3",
            "PYTHONPATH": f"{ROOT}:{tmp_path}", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        port = free_port(first=20000 + os.getpid() % 20000)
        arguments = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
        arguments += ["--access-log", "--access-log-fmt", '"%(method)s %(path)s?%(query_string)s" %(status)d']
        web = Child("web", [sys.executable, *arguments, application], tmp_path / "web.log", environment, ROOT)
        web.start()
        try:
            wait_until_it_answers(web, f"http://127.0.0.1:{port}")
            asked(port, path)
            deadline = time.monotonic() + 60
            while '"GET /ja/registrations' not in web.output() and time.monotonic() < deadline:
                time.sleep(0.1)  # the line is written after the answer
        finally:
            web.stop()
        return web.output()

    return log_of


def test_the_log_of_the_server_has_no_token_and_no_address(access_log):
    said = access_log(f"/ja/registrations/manage/{TOKEN}/?mail=hanako%40example.jp")
    assert '"GET /ja/registrations/manage/…/?…" 503' in said
    assert [canary for canary in (TOKEN, "hanako") if canary in said] == []


def test_control_a_server_without_our_settings_tells_it(access_log, tmp_path):
    (tmp_path / "bare.py").write_text(
        "def application(environ, start_response):\n    start_response('200 OK', [])\n    return [b'']\n"
    )
    assert TOKEN in access_log(f"/ja/registrations/manage/{TOKEN}/", application="bare:application")


def test_management_commands_are_masked_too():
    code = (
        "import django; django.setup(); import logging;"
        f"logging.getLogger('anything').warning('Not Found: /ja/x/{TOKEN}/ for hanako@example.jp')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "anything: Not Found: /ja/x/…/ for …@…" in done.stderr
