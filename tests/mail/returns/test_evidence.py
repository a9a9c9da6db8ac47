"""Uncertain mails are settled by what others know of them."""

import pytest
from django.core.management import CommandError, call_command

from cms.mail import pump
from cms.mail.models import BulkDelivery, Delivery
from cms.mail.returns import evidence
from cms.mail.states import Reason, State
from tests.mail.bulk.conftest import drive
from tests.mail.conftest import NOON
from tests.mail.sink import HANG_UP, by_address

from . import samples

POSTFIX = """\
Dec  6 12:00:01 mx postfix/cleanup[11]: {queue}: message-id=<{id}>
Dec  6 12:00:01 mx postfix/qmgr[12]: {queue}: from=<{path}>, size=900, nrcpt=1 (queue active)
Dec  6 12:00:02 mx postfix/smtp[13]: {queue}: to=<reader1@example.jp>, relay=mx.example.jp[192.0.2.1]:25, delay=1, \
delays=0/0/0/1, dsn={dsn}, status={status} ({words})
Dec  6 12:00:02 mx postfix/qmgr[12]: {queue}: removed
"""
EXIM = """\
2026-12-06 12:00:01 {queue} <= {path} H=centre U=www P=esmtp S=900 id={id}
2026-12-06 12:00:02 {queue} {mark} reader1@example.jp R=dnslookup T=remote_smtp H=mx.example.jp [192.0.2.1]{words}
2026-12-06 12:00:02 {queue} Completed
"""
SENDMAIL = """\
Dec  6 12:00:01 mx sm-mta[11]: {queue}: from=<{path}>, size=900, class=0, nrcpts=1, msgid=<{id}>, proto=ESMTP
Dec  6 12:00:02 mx sm-mta[12]: {queue}: to=<reader1@example.jp>, delay=00:00:01, mailer=esmtp, \
dsn={dsn}, stat={status} ({words})
"""


@pytest.fixture
def uncertain(running, sink):
    running(3)
    sink.dot = by_address({"reader1": HANG_UP})
    drive()
    return BulkDelivery.objects.get(state=State.UNCERTAIN)


@pytest.fixture
def message_id(sink, uncertain):
    return next(each.message_id for each in sink.after_dot if each.recipients == ["reader1@example.jp"]).strip("<>")


def settle(log, **said):
    return evidence.settle_from_log(lines=log.splitlines(), now=NOON, **said)


def postfix(message_id="", path="noreply@centre.example.jp", *, dsn="2.0.0", status="sent", words="250 ok"):
    return POSTFIX.format(queue="4ABCDE1234", id=message_id, path=path, dsn=dsn, status=status, words=words)


def state(delivery):
    return type(delivery).objects.get(pk=delivery.pk).state


def test_a_mail_that_the_log_shows_as_sent_has_arrived(uncertain, message_id):
    assert settle(postfix(message_id)) == {evidence.ARRIVED: 1}
    assert state(uncertain) == State.SENT


def test_its_return_path_tells_which_mail_it_was_too(uncertain):
    assert settle(postfix(path=samples.address(uncertain))) == {evidence.ARRIVED: 1}


def test_a_mail_that_the_log_shows_as_returned_was_refused(uncertain, message_id):
    said = settle(postfix(message_id, dsn="5.1.1", status="bounced", words="host said: 550 5.1.1 unknown user"))
    assert said == {evidence.CAME_BACK: 1}
    uncertain.refresh_from_db()
    assert (uncertain.state, uncertain.reason) == (State.REFUSED, Reason.UNKNOWN_MAILBOX)


def test_a_mail_that_still_waits_there_stays_uncertain(uncertain, message_id):
    assert settle(postfix(message_id, dsn="4.4.1", status="deferred", words="timed out")) == {}
    assert state(uncertain) == State.UNCERTAIN


def test_the_same_log_again_changes_nothing(uncertain, message_id):
    settle(postfix(message_id))
    assert settle(postfix(message_id)) == {evidence.KNOWN: 1}


def test_others_mails_are_counted_and_left_alone(uncertain):
    nonce = uncertain.campaign.nonce
    made_up = f"{'0' * len(nonce)}.{uncertain.pk}@localhost"
    assert settle(postfix(made_up) + postfix("x@elsewhere.example")) == {evidence.OTHERS: 1}
    assert state(uncertain) == State.UNCERTAIN


@pytest.mark.parametrize(
    ("log", "said", "after"),
    [
        (EXIM, {"mark": "=>", "words": ' C="250 ok"'}, State.SENT),
        (EXIM, {"mark": "**", "words": ": SMTP error: 550 5.1.1 unknown user"}, State.REFUSED),
        (SENDMAIL, {"dsn": "2.0.0", "status": "Sent", "words": "ok"}, State.SENT),
        (SENDMAIL, {"dsn": "5.1.1", "status": "User unknown", "words": ""}, State.REFUSED),
    ],
    ids=["exim sent", "exim returned", "sendmail sent", "sendmail returned"],
)
def test_other_servers_logs_are_read(uncertain, message_id, log, said, after):
    queue = "1tABcd-000000001Ab-2x3y" if log is EXIM else "4B6C00AB012345"
    settle(log.format(queue=queue, id=message_id, path="noreply@centre.example.jp", **said))
    assert state(uncertain) == after


def test_a_single_mail_is_settled_too(queue, sink):
    queue()
    sink.dot = lambda address: HANG_UP
    for _ in range(3):
        pump.pump(now=NOON)
        Delivery.objects.filter(state=State.DEFERRED).update(due_at=NOON)
    delivery = Delivery.objects.get()
    assert delivery.state == State.UNCERTAIN
    settle(postfix(delivery.message_id.strip("<>")))
    assert state(delivery) == State.SENT


def test_the_command_tells_what_it_found(uncertain, message_id, tmp_path, capsys):
    log = tmp_path / "mail.log"
    log.write_text(postfix(message_id))
    call_command("settle", log=str(log))
    assert "arrived: 1" in capsys.readouterr().out


def test_a_log_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="nothing-here"):
        call_command("settle", log=str(tmp_path / "nothing-here"))


def test_a_link_that_was_used_shows_that_the_letter_arrived(uncertain, site):
    used = {"site": site, "address_hash": uncertain.address_hash, "now": NOON}
    assert evidence.note_link_used(**used, token="another letter's") == 0
    assert evidence.note_link_used(**used, token=uncertain.token) == 1
    assert state(uncertain) == State.SENT


def test_a_link_that_two_letters_share_shows_nothing(uncertain, running, site):
    running([*_same_reader(uncertain)], key="2")
    used = evidence.note_link_used(site=site, address_hash=uncertain.address_hash, token=uncertain.token, now=NOON)
    assert (used, state(uncertain)) == (0, State.UNCERTAIN)


def _same_reader(delivery):
    from tests.mail.bulk.conftest import reader

    yield reader(1, address=delivery.address, token=delivery.token)
