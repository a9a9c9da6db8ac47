"""The ways by which reports arrive: a mailbox over IMAP, and the pipe of a mail server."""

import imaplib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from cms.mail.models import BulkDelivery, Delivery, ReturnedMail, ReturnIntake, Suppression
from cms.mail.return_paths import Sealed, return_path
from cms.mail.returns import polling
from cms.mail.states import State
from cms.stack.processes import Child, free_port
from tests.mail import rig
from tests.mail.conftest import NOON

from . import samples

USER, PASSWORD = "bounce@centre", "se/cret:word"


@pytest.fixture(scope="module")
def imap_port(tmp_path_factory):
    """An IMAP server, for all tests of this module."""
    port = free_port(first=20000 + os.getpid() % 20000)
    command = [
        str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict",
        "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD,
    ]  # fmt: skip
    child = Child("imap", command, tmp_path_factory.mktemp("imap") / "imap.log", dict(os.environ), rig.ROOT)
    child.start()
    assert rig.wait_until(lambda: is_up(port)), child.output()
    yield port
    child.stop()


def is_up(port):
    try:
        imaplib.IMAP4("127.0.0.1", port, timeout=1).shutdown()
    except OSError:
        return False
    return True


class Box:
    """The mailbox, as its owner sees it."""

    def __init__(self, port):
        self.url = f"imap://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/INBOX"
        self._imap = imaplib.IMAP4("127.0.0.1", port, timeout=10)
        self._imap.login(USER, PASSWORD)
        self._imap.select("INBOX")
        self._imap.store("1:*", "+FLAGS", r"(\Deleted)")
        self._imap.expunge()

    def put(self, content):
        self._imap.append("INBOX", "", None, content.replace(b"\n", b"\r\n"))

    def numbers(self, which="ALL"):
        self._imap.noop()
        return len(self._imap.search(None, which)[1][0].split())

    def close(self):
        self._imap.logout()


@pytest.fixture
def box(imap_port, settings, db):
    found = Box(imap_port)
    settings.CMS_BOUNCE_IMAP = found.url
    yield found
    found.close()


def test_a_report_in_the_mailbox_is_noted_and_removed(box, sent):
    [delivery] = sent()
    box.put(samples.dsn(samples.address(delivery)))
    polling.poll(now=NOON)
    assert BulkDelivery.objects.get().state == State.REFUSED
    assert box.numbers() == 0


def test_other_mail_stays_in_the_mailbox_as_read(box, sent):
    sent()
    box.put(samples.letter("bounces@centre.example.jp", "ご意見です", subject="質問", sender="hanako@example.jp"))
    polling.poll(now=NOON)
    assert (box.numbers(), box.numbers("UNSEEN")) == (1, 0)
    intake = ReturnIntake.objects.get()
    assert (intake.noted, intake.left, intake.read_at) == (0, 1, NOON)


def test_a_report_is_noted_once_however_often_it_is_read(box, sent):
    [delivery] = sent()
    for _ in range(2):
        box.put(samples.dsn(samples.address(delivery)))
    polling.poll(now=NOON)
    polling.poll(now=NOON)
    assert ReturnedMail.objects.count() == 1
    assert box.numbers() == 0


def test_a_forged_report_stays_for_a_person(box, sent):
    [delivery] = sent()
    box.put(samples.dsn(f"bounce+{delivery.pk}-000000000000@centre.example.jp"))
    polling.poll(now=NOON)
    assert BulkDelivery.objects.get().state == State.SENT
    assert box.numbers() == 1


def test_what_cannot_be_noted_is_there_the_next_time(box, sent, monkeypatch):
    [delivery] = sent()
    box.put(samples.dsn(samples.address(delivery)))
    with monkeypatch.context() as patched:
        patched.setattr(polling, "take", lambda **said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            polling.poll(now=NOON)
    polling.poll(now=NOON)
    assert ReturnedMail.objects.count() == 1


@pytest.mark.parametrize(("wrong", "trouble"), [("account", "account"), ("port", "line"), ("address", "setting")])
def test_a_mailbox_that_cannot_be_read_is_told_to_staff(box, settings, caplog, wrong, trouble):
    settings.CMS_BOUNCE_IMAP = {
        "account": box.url.replace("secret", "x").replace(quote(PASSWORD, safe=""), "wrong"),
        "port": f"imap://a:b@127.0.0.1:{free_port(first=21000 + os.getpid() % 20000)}/",
        "address": "mail.example.jp",
    }[wrong]
    polling.poll(now=NOON)
    polling.poll(now=NOON + timedelta(hours=1))
    intake = ReturnIntake.objects.get()
    assert (intake.trouble, intake.trouble_since) == (trouble, NOON)
    assert "127.0.0.1" not in caplog.text
    settings.CMS_BOUNCE_IMAP = box.url
    polling.poll(now=NOON)
    assert ReturnIntake.objects.get().trouble == ""


def test_nothing_is_read_where_no_mailbox_is_set(settings, db):
    settings.CMS_BOUNCE_IMAP = ""
    polling.poll(now=NOON)
    assert not ReturnIntake.objects.exists()


@pytest.mark.parametrize(
    "url", ["imap.example.jp", "imaps://imap.example.jp", "imaps://a@b", "imaps://a:b@c:x/", "pop://a:b@c"]
)
def test_an_incomplete_address_names_the_setting_and_no_password(url):
    with pytest.raises(ImproperlyConfigured, match="CMS_BOUNCE_IMAP") as refused:
        polling.mailbox_of(url)
    assert "a:b" not in str(refused.value)


def test_the_schedule_reads_it(box, sent, settings):
    from django.utils import timezone

    [delivery] = sent(1, now=timezone.now(), keeps_quiet=False)
    box.put(samples.dsn(samples.address(delivery)))
    call_command("tick")
    assert BulkDelivery.objects.get().state == State.REFUSED


# The pipe -------------------------------------------------------------------------------------------------------------


def pipe(content, *arguments, **environ):
    command = [sys.executable, "manage.py", "take_bounce", *arguments]
    given = rig.environment() | {"CMS_RETURN_PATH": "bounce+{}@centre.example.jp"} | environ
    return subprocess.run(command, input=content, env=given, cwd=rig.ROOT, capture_output=True, check=False)


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_hands_a_report_over(single):
    done = pipe(samples.dsn("bounces@centre.example.jp"), "--to", samples.address(single))
    assert done.returncode == 0, done.stderr
    assert Delivery.objects.get().state == State.REFUSED
    assert Suppression.objects.get().why == Suppression.Why.BOUNCED


def test_a_mail_server_keeps_a_report_while_the_database_is_away(settings):
    settings.CMS_RETURN_PATH = "bounce+{}@centre.example.jp"
    report = samples.dsn(return_path(Sealed(1)))
    done = pipe(report, DATABASE_URL="sqlite:////nowhere/at/all.sqlite3")
    assert done.returncode == 75, done.stderr
    assert b"Traceback" not in done.stderr
