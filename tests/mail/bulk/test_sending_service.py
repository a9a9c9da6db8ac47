"""Mail that leaves by the API of a sending service: what each of its answers means for a mail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cms.mail.models import BulkDelivery, Delivery
from cms.mail.pump import pump
from tests.mail.conftest import NOON

from .conftest import drive

pytestmark = pytest.mark.django_db

HANG_UP = 0
TAKEN = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "hanako@example.jp"})
INACTIVE = (
    "Found inactive addresses: hanako@example.jp, reader0@example.jp, reader1@example.jp, reader2@example.jp. "
    "Inactive recipients are ones that have generated a hard bounce or a spam complaint."
)
SETUP, LATER, AWAY, BROKEN = "server_setup", "try_later", "server_away", "line_broken"
# What the service answers; how a single mail stands then, and why; how a mail of an issue stands then.
ANSWERS: dict[str, tuple[tuple[int, Any], str, str, str]] = {
    "it is taken": (TAKEN, "sent", "", "sent"),
    "the key is wrong": ((401, {}), "deferred", SETUP, "deferred"),
    "the plan is used up": ((402, {}), "deferred", SETUP, "deferred"),
    "the address of the service is wrong": ((404, {}), "deferred", SETUP, "deferred"),
    "too many at once": ((429, {}), "deferred", LATER, "deferred"),
    "it is busy": ((503, {}), "deferred", LATER, "deferred"),
    "the mail is too large": ((413, {}), "refused", "too_large", "refused"),
    "it does not like the mail": ((400, {}), "deferred", "not_accepted", "deferred"),
    "the address is refused": (
        (422, {"ErrorCode": 406, "Message": INACTIVE}), "refused",
        "not_accepted", "refused",
    ),
    "it breaks": ((500, {}), "deferred", BROKEN, "uncertain"),
    "it breaks behind its door": ((504, {}), "deferred", BROKEN, "uncertain"),
    "it says yes in words that nobody understands": ((200, "<html>"), "deferred", BROKEN, "uncertain"),
    "it hangs up": ((HANG_UP, None), "deferred", BROKEN, "uncertain"),
}  # fmt: skip


class Service:
    """A sending service on this machine. `asked`: the requests that it had."""

    def __init__(self) -> None:
        self.answer: tuple[int, Any] = TAKEN
        self.asked: list[Any] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, body = service.answer
                if status == HANG_UP:
                    self.close_connection = True
                    return
                said = json.dumps(body).encode() if isinstance(body, dict) else body.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *arguments: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    running = Service()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "key", "POSTMARK_API_URL": running.url}
    settings.DEFAULT_FROM_EMAIL = "noreply@centre.example.jp"
    yield running
    running.stop()


def standing() -> tuple[str, str]:
    row = Delivery.objects.get()
    return row.state, row.reason


@pytest.mark.parametrize(("answer", "state", "reason", "_of_issue"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means_for_a_mail(
    queue: Any, service: Service, answer: Any, state: str, reason: str, _of_issue: str
) -> None:
    service.answer = answer
    queue()
    pump(now=NOON)
    assert (standing(), len(service.asked)) == ((state, reason), 1)
    row = Delivery.objects.get()
    assert row.doubtful == (reason == BROKEN)
    assert "hanako" not in row.reply


@pytest.mark.parametrize(("answer", "_state", "_reason", "of_issue"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means_for_a_mail_of_an_issue(
    running: Any,
    service: Service,
    answer: Any,
    _state: str,
    _reason: str,
    of_issue: str,
) -> None:
    service.answer = answer
    running(1)
    drive()
    assert list(BulkDelivery.objects.values_list("state", flat=True)) == [of_issue]
    assert len(service.asked) == 1


def test_a_refused_address_does_not_keep_the_rest_of_an_issue(running: Any, service: Service) -> None:
    service.answer = ANSWERS["the address is refused"][0]
    running(3)
    drive()
    assert list(BulkDelivery.objects.values_list("state", flat=True)) == ["refused"] * 3
    assert len(service.asked) == 3


def test_a_service_that_is_not_there_was_handed_nothing(
    queue: Any,
    service: Service,
    running: Any,
) -> None:
    service.stop()
    queue()
    pump(now=NOON)
    running(1)
    drive()
    assert standing() == ("deferred", AWAY)
    assert BulkDelivery.objects.get().state == "deferred"


def test_a_key_that_is_missing_costs_no_mail(queue: Any, service: Service, settings: Any, running: Any) -> None:
    settings.ANYMAIL = {}
    queue()
    pump(now=NOON)
    running(1)
    drive()
    assert standing() == ("deferred", SETUP)
    assert BulkDelivery.objects.get().state == "pending"


def test_what_cannot_be_told_to_the_service_is_the_mails_own_fault(queue: Any, service: Service, settings: Any) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"SEND_DEFAULTS": {"metadata": {"object": object()}}}
    queue()
    pump(now=NOON)
    assert standing() == ("refused", "unreadable")
