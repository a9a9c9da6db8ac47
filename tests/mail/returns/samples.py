"""Returned mails as servers send them, put together for a test's delivery (RFC 3464, RFC 5965, and words only)."""

from cms.mail.return_paths import Sealed, return_path

ORIGINAL = """\
Return-Path: <{to}>
From: noreply@centre.example.jp
To: reader@example.jp
Subject: =?utf-8?b?44Gf44KI44KK?=
Message-ID: <abc.1@centre.example.jp>

"""
DSN = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{id}@mx.example.jp>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.jp.

<reader@example.jp>: host mx.example.jp said: {words}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; reader@example.jp
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: message/rfc822

{original}
--b--
"""
ARF = """\
From: <abusedesk@isp.example>
To: <fbl@centre.example.jp>
Subject: FW: letter
Message-ID: <{id}@isp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{to}>

--b
Content-Type: message/rfc822

{original}
--b--
"""
LETTER = """\
Return-Path: {envelope}
Delivered-To: {to}
From: {sender}
To: {to}
Subject: {subject}
Message-ID: <{id}@mx.example.jp>
{more}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}
"""


def address(delivery) -> str:
    return return_path(Sealed(delivery.pk, is_single=hasattr(delivery, "mailing_id")))


def dsn(to: str, *, status="5.1.1", action="failed", words="550 5.1.1 <reader@example.jp>: User unknown", id="1"):
    original = ORIGINAL.format(to=to)
    return DSN.format(to=to, status=status, action=action, words=words, id=id, original=original).encode()


def arf(to: str, *, feedback="abuse", id="1") -> bytes:
    return ARF.format(to=to, feedback=feedback, id=id, original=ORIGINAL.format(to=to)).encode()


def letter(
    to: str, text: str, *, subject="Mail System Error - Returned Mail", sender="Postmaster <postmaster@ezweb.ne.jp>",
    envelope="<>", more="", id="1",
) -> bytes:  # fmt: skip
    return LETTER.format(to=to, text=text, subject=subject, sender=sender, envelope=envelope, more=more, id=id).encode()
