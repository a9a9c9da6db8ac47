"""What reports mean: for good, for this time, unwanted, or nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.mail.models import ReturnKind
from cms.mail.returns import reading
from cms.mail.returns.classifying import classify
from cms.mail.states import Reason

from . import samples

HARD, SOFT, COMPLAINT = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.COMPLAINT
TO = "bounce+1-0123456789ab@centre.example.jp"


def read(content: bytes):
    return reading.read(reading.parse(content))


@pytest.mark.parametrize(
    ("status", "words", "kind", "reason"),
    [
        ("5.1.1", "550 5.1.1 User unknown", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.1.2", "Host or domain name not found", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.4.4", "Host or domain name not found. Name service error", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.2.1", "550-5.2.1 The email account that you tried to reach is disabled.", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.0.0", "550 Unknown user reader@docomo.ne.jp", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.0.0", "550 5.1.1 sorry", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.co.jp account", HARD, Reason.UNKNOWN_MAILBOX),
        ("5.2.2", "552 5.2.2 Over quota", SOFT, Reason.MAILBOX_FULL),
        ("5.0.0", "552 too much mail data", SOFT, Reason.MAILBOX_FULL),
        ("4.4.1", "Connection timed out", SOFT, Reason.GIVEN_UP),
        ("4.2.2", "452 4.2.2 full", SOFT, Reason.MAILBOX_FULL),
        ("5.2.0", "550 5.2.0", SOFT, Reason.BLOCKED),
        ("5.7.1", "550 5.7.1 SPF: sender domain does not exist", SOFT, Reason.BLOCKED),
        ("5.7.26", "550-5.7.26 unauthenticated", SOFT, Reason.BLOCKED),
        ("5.1.8", "553 5.1.8 Sender address rejected: Domain not found", SOFT, Reason.NOT_ACCEPTED),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", SOFT, Reason.TOO_LARGE),
        ("5.0.0", "554 something else", SOFT, Reason.NOT_ACCEPTED),
        ("", "550 from 192.0.2.5.1.1 rejected", SOFT, Reason.NOT_ACCEPTED),
    ],
)
def test_a_failure_means(status, words, kind, reason):
    report = classify(status=status, words=words)
    assert (report.kind, report.reason) == (kind, reason)


def test_a_report_of_rfc_3464_is_read():
    report = read(samples.dsn(TO))
    assert (report.kind, report.status) == (HARD, "5.1.1")


def test_a_report_for_addresses_in_other_letters_is_read():
    content = samples.dsn(TO).replace(b"message/delivery-status", b"message/global-delivery-status")
    content = content.replace(b"rfc822; reader@example.jp", "utf-8; 読者@example.jp".encode())
    assert read(content).kind == HARD


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_only_delayed_or_arrived_is_no_failure(action):
    assert read(samples.dsn(TO, action=action, status="4.4.1")) is None


@pytest.mark.parametrize("feedback", ["abuse", "fraud", "Abuse"])
def test_a_complaint_of_rfc_5965_is_read(feedback):
    assert read(samples.arf(TO, feedback=feedback)).kind == COMPLAINT


@pytest.mark.parametrize("feedback", ["not-spam", "auth-failure", ""])
def test_other_feedback_is_no_complaint(feedback):
    assert read(samples.arf(TO, feedback=feedback)) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"text": "The user(s) account is disabled.\n\n<reader@ezweb.ne.jp>\n"}, HARD),
        ({"text": "The user(s) account is temporarily over quota.\n\n<reader@ezweb.ne.jp>"}, SOFT),
        ({"text": "Each of the following recipients was rejected by a remote mail server.\n"
                  "    Recipient: <reader@ezweb.ne.jp>\n    >>> RCPT TO:<reader@ezweb.ne.jp>\n"
                  "    <<< 550 <reader@ezweb.ne.jp>: User unknown"}, HARD),
        ({"text": "次の宛先へのメールは送信できませんでした。\n<reader@example.jp>\n宛先のアドレスが存在しません。",
          "subject": "メールの返送", "sender": "mail-admin@docomo.ne.jp"}, HARD),
        ({"text": "メールボックスがいっぱいのため、お届けできませんでした。", "subject": "配信エラー",
          "sender": "postmaster@example.jp"}, SOFT),
        ({"text": "Hi. This is the qmail-send program at example.jp.\nI'm afraid I wasn't able to deliver your "
                  "message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't "
                  "work out.\n\n"
                  "<reader@example.jp>:\nSorry, no mailbox here by that name. (#5.1.1)\n",
          "subject": "failure notice", "sender": "MAILER-DAEMON@example.jp"}, HARD),
        ({"text": "A message that you sent could not be delivered to one or more of its\nrecipients. This is a "
                  "permanent error. The following address(es) failed:\n\n  reader@example.jp\n"
                  "    Unrouteable address\n",
          "subject": "Mail delivery failed: returning message to sender",
          "sender": "Mail Delivery System <Mailer-Daemon@example.jp>"}, HARD),
    ],
    ids=["au disabled", "au full", "au unknown", "docomo", "full in Japanese", "qmail", "exim"],
)  # fmt: skip
def test_a_returned_mail_in_words_only_is_read(said, kind):
    assert read(samples.letter(TO, **said)).kind == kind


@pytest.mark.parametrize(
    "said",
    [
        {"text": "出張中です。12月1日に戻ります。", "subject": "自動返信", "sender": "reader@example.jp",
         "more": "Auto-Submitted: auto-replied\n"},
        {"text": "This address does not exist any more, please use another.", "subject": "Re: letter",
         "sender": "reader@example.jp", "envelope": "<reader@example.jp>"},
        {"text": "I am away. The account is permanently closed at night.", "subject": "Away",
         "sender": "Postmaster <postmaster@example.jp>"},
        {"text": "THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\nThe message has not yet "
                 "been delivered to: reader@example.jp\nNo action is required on your part. "
                 "Delivery attempts will continue",
         "subject": "Warning: message delayed 24 hours - delivery status",
         "sender": "Mail Delivery System <Mailer-Daemon@example.jp>"},
    ],
    ids=["holiday", "a person", "postmaster on holiday", "a delay"],
)  # fmt: skip
def test_what_is_no_report_is_left_alone(said):
    assert read(samples.letter(TO, **said)) is None


def test_a_letter_in_the_old_encoding_of_japan_is_read():
    text = "宛先が見つかりませんでした。".encode("iso-2022-jp")
    content = samples.letter(TO, "@@@").replace(b"charset=utf-8", b"charset=iso-2022-jp").replace(b"@@@", text)
    assert read(content).kind == HARD


@example(b"\0\x80", "letter")
@example(b'Content-Type: text/plain; charset*="x"\n\n\x80', "alone")
@given(st.binary(max_size=400), st.sampled_from(["dsn", "arf", "letter", "alone"]))
def test_no_bytes_make_reading_fail(junk, around):
    content = {
        "dsn": samples.dsn(TO).replace(b"5.1.1", junk),
        "arf": samples.arf(TO).replace(b"abuse\n", junk),
        "letter": samples.letter(TO, "@@@").replace(b"@@@", junk).replace(b"utf-8", junk[:9]),
        "alone": junk,
    }[around]
    read(content)
