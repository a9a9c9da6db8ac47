"""The mailbox of a development site shows what went through the outbox."""

import pytest

from cms.mail.pump import pump
from cms.mail.services import Attachment

from .conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "cms.mail.mailbox.MailboxBackend"
    settings.CMS_MAILBOX_DIR = tmp_path


@pytest.fixture
def shown(mailbox, queue, client):
    entry = Attachment("予定.ics", "text/calendar", b"BEGIN:VCALENDAR", "CANCEL")
    queue(html='<p style="color:red">予約', attachments=[entry])
    pump(now=NOON)
    (mail,) = client.get("/dev/mail/").context["mails"]
    return f"/dev/mail/{mail.key}/"


def test_a_mail_of_the_outbox_lies_in_the_mailbox(shown, client):
    page = client.get(shown).content.decode()
    for words in ("ご予約を受け付けました", "ありがとうございます。", "予定.ics", "method=&quot;CANCEL&quot;"):
        assert words in page


def test_the_html_part_keeps_its_styles_and_runs_nothing(shown, client):
    response = client.get(f"{shown}html/")
    policy = response.headers["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    assert "sandbox" in policy
    assert '<p style="color:red">予約' in response.content.decode()


def test_only_the_page_of_a_mail_may_show_a_frame(shown, client):
    assert "frame-src 'self'" in client.get(shown).headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/dev/mail/").headers["Content-Security-Policy"]


def test_an_attachment_is_handed_out(shown, client):
    response = client.get(f"{shown}files/0/")
    assert b"".join(response.streaming_content) == b"BEGIN:VCALENDAR"
    assert response.headers["Content-Type"] == "text/calendar"
    assert client.get(f"{shown}files/1/", follow=True).status_code == 404
