"""One attempt against a real SMTP server, and what becomes of the mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.mail import transport
from cms.mail.models import Delivery, Suppression
from cms.mail.pump import pump
from cms.mail.services import suppression
from cms.mail.settling import PATIENCE
from cms.mail.states import State

from .conftest import NOON
from .sink import HANG_UP, STALL, by_address

pytestmark = pytest.mark.django_db


def states():
    return dict(Delivery.objects.values_list("mailing__key", "state"))


def only():
    return Delivery.objects.get()


def test_a_due_mail_is_sent_and_says_when(queue, sink):
    queue()
    pump(now=NOON)
    assert [message.recipients for message in sink.received] == [["hanako@example.jp"]]
    assert (only().state, only().reason, only().attempts) == ("sent", "", 1)
    assert only().sent_at >= NOON


def test_a_sent_mail_is_not_sent_again(queue, sink):
    queue()
    pump(now=NOON)
    pump(now=NOON + timedelta(days=1))
    assert len(sink.received) == 1


def test_many_mails_leave_over_one_connection(queue, sink):
    for number in range(5):
        queue(key=str(number))
    pump(now=NOON)
    assert (len(sink.received), sink.connections) == (5, 1)


@pytest.mark.parametrize("address", ["taro.@docomo.ne.jp", "a..b@docomo.ne.jp"])
def test_a_carriers_address_goes_quoted_over_the_wire(queue, sink, address):
    queue(to=address)
    pump(now=NOON)
    local, domain = address.split("@")
    assert sink.wire == [f'TO:<"{local}"@{domain}>']
    assert sink.received[0].recipients == [address]


def test_a_line_that_begins_with_a_dot_arrives_whole(queue, sink):
    queue(text=".\n..\nおわり\n.")
    pump(now=NOON)
    assert sink.received[0].parsed.get_content().split() == [".", "..", "おわり", "."]


def test_a_mail_that_is_not_due_waits(queue, sink):
    queue(now=NOON + timedelta(hours=1))
    pump(now=NOON)
    assert not sink.received


@pytest.mark.parametrize(("stage", "answer", "reason"), [
    ("rcpt", "450 4.2.0 greylisted", "try_later"),
    ("rcpt", "452 4.2.2 mailbox full", "mailbox_full"),
    ("dot", "451 4.7.1 try later", "try_later"),
])  # fmt: skip
def test_a_four_hundred_puts_off_this_mail_and_sends_the_next(queue, sink, stage, answer, reason):
    setattr(sink, stage, by_address({"late": answer}))
    queue(key="late", to="late@example.jp")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"late": "deferred", "next": "sent"}
    delivery = Delivery.objects.get(state="deferred")
    assert (delivery.reason, delivery.reply_code) == (reason, int(answer[:3]))
    assert delivery.due_at >= NOON + timedelta(minutes=2)


def test_a_mail_that_was_put_off_leaves_when_the_server_wants_it(queue, sink):
    sink.rcpt = lambda address: "450 4.2.0 greylisted"
    first = queue().message_id
    pump(now=NOON)
    sink.rcpt = lambda address: ""
    pump(now=NOON + timedelta(minutes=1))
    assert only().state == "deferred"
    pump(now=NOON + timedelta(minutes=3))
    assert (only().state, only().attempts) == ("sent", 2)
    assert sink.received[0].message_id == first


def test_pauses_grow(queue, sink):
    sink.rcpt = lambda address: "450 4.2.0 greylisted"
    queue()
    pauses, now = [], NOON
    for _attempt in range(4):
        pump(now=now)
        pauses.append(only().due_at - now)
        now = only().due_at
    assert pauses == sorted(pauses)
    assert pauses[-1] > 5 * pauses[0]


def test_after_days_it_is_given_up(queue, sink):
    sink.rcpt = lambda address: "450 4.2.0 greylisted"
    queue(erase_after=NOON + timedelta(days=30))
    pump(now=NOON + PATIENCE - timedelta(minutes=1))
    assert only().state == "deferred"
    pump(now=NOON + PATIENCE + timedelta(hours=4))
    assert (only().state, only().reason) == ("refused", "given_up")


@pytest.mark.parametrize(("stage", "answer", "reason"), [
    ("rcpt", "550 5.1.1 <gone@example.jp>: no such user", "unknown_mailbox"),
    ("rcpt", "550 User unknown", "unknown_mailbox"),
    ("rcpt", "552 5.2.2 over quota", "mailbox_full"),
    ("rcpt", "550 5.7.1 blocked", "blocked"),
    ("rcpt", "553 sorry", "not_accepted"),
    ("dot", "554 5.7.1 looks like spam", "blocked"),
    ("dot", "552 5.3.4 too big", "too_large"),
])  # fmt: skip
def test_a_five_hundred_is_refused_with_its_reason_and_the_next_leaves(queue, sink, stage, answer, reason):
    setattr(sink, stage, by_address({"gone": answer}))
    queue(key="gone", to="gone@example.jp")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"gone": "refused", "next": "sent"}
    refused = Delivery.objects.get(state="refused")
    assert (refused.reason, refused.reply_code) == (reason, int(answer[:3]))
    assert "gone@" not in refused.reply


def test_nothing_more_is_sent_to_an_address_that_does_not_exist(queue, sink):
    sink.rcpt = by_address({"gone": "550 5.1.1 no such user"})
    queue(key="1", to="gone@example.jp")
    pump(now=NOON)
    queue(key="2", to="Gone@example.jp")
    pump(now=NOON)
    assert states() == {"1": "refused", "2": "refused"}
    assert Delivery.objects.get(mailing__key="2").reason == "suppressed"
    assert "gone" not in str(Suppression.objects.values().get())


def test_an_address_that_wants_no_letters_and_does_not_exist_gets_nothing_more(queue, sink, site):
    suppression.suppress(site=site, address="gone@example.jp", why=Suppression.Why.REFUSED, now=NOON)
    sink.rcpt = by_address({"gone": "550 5.1.1 no such user"})
    for key in ("1", "2"):
        queue(key=key, to="gone@example.jp")
        pump(now=NOON)
    assert Suppression.objects.get().why == Suppression.Why.UNREACHABLE
    assert Delivery.objects.get(mailing__key="2").reason == "suppressed"


def test_what_a_server_says_is_kept_without_what_nobody_can_read(queue, sink):
    sink.rcpt = by_address({"gone": "550 5.7.1 no\x00 \x1b[31mway"})
    queue(to="gone@example.jp")
    pump(now=NOON)
    assert Delivery.objects.get().reply == "5.7.1 no [31mway"


def test_a_full_mailbox_is_tried_again_with_the_next_mail(queue, sink):
    sink.rcpt = by_address({"full": "552 5.2.2 over quota"})
    queue(key="1", to="full@example.jp")
    pump(now=NOON)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(("stage", "answer"), [
    ("mail", "550 5.7.1 sender not allowed"),
    ("mail", "530 5.7.0 authentication required"),
    ("rcpt", "554 5.7.1 Relay access denied"),
])  # fmt: skip
def test_a_server_that_does_not_let_us_in_costs_no_mail(queue, sink, stage, answer):
    setattr(sink, stage, lambda address: answer)
    for number in range(4):
        queue(key=str(number))
    pump(now=NOON)
    assert set(states().values()) == {"deferred", "pending"}
    assert set(Delivery.objects.filter(state="deferred").values_list("reason", flat=True)) == {"server_setup"}
    setattr(sink, stage, lambda address: "")
    pump(now=NOON + timedelta(minutes=3))
    assert set(states().values()) == {"sent"}


def test_a_server_that_says_421_is_left_alone(queue, sink):
    sink.rcpt = lambda address: "421 4.3.2 shutting down"
    for number in range(5):
        queue(key=str(number))
    pump(now=NOON)
    assert sorted(states().values()) == ["deferred", "deferred", "pending", "pending", "pending"]


def test_an_outage_does_not_make_later_pauses_longer(queue, sink):
    sink.stop()
    queue()
    for minutes in range(0, 60, 3):
        pump(now=NOON + timedelta(minutes=minutes))
    assert (only().state, only().reason, only().attempts) == ("deferred", "server_away", 0)


def test_after_an_hours_outage_everything_leaves_at_once(queue, sink, settings):
    sink.stop()
    for number in range(10):
        queue(key=str(number), now=NOON + timedelta(minutes=5 * number))
    for minutes in range(0, 60, 3):
        pump(now=NOON + timedelta(minutes=minutes))
    assert State.SENT not in states().values()
    sink.start(settings.EMAIL_PORT)
    pump(now=NOON + timedelta(minutes=63))
    assert set(states().values()) == {State.SENT}


def test_a_line_cut_before_the_dot_handed_nothing_over(queue, sink):
    sink.rcpt = by_address({"cut": HANG_UP})
    queue(key="cut", to="cut@example.jp")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"cut": "deferred", "next": "sent"}
    assert Delivery.objects.get(state="deferred").doubtful == 0


def test_a_line_cut_after_the_dot_is_repeated_with_the_same_message_id(queue, sink):
    sink.dot = lambda address: HANG_UP
    queue()
    pump(now=NOON)
    assert (only().state, only().doubtful) == ("deferred", 1)
    sink.dot = lambda address: ""
    pump(now=NOON + timedelta(minutes=10))
    assert only().state == "sent"
    assert len({message.message_id for message in sink.after_dot}) == 1 < len(sink.after_dot)


def test_a_line_always_cut_after_the_dot_ends_with_a_person(queue, sink):
    sink.dot = lambda address: HANG_UP
    queue()
    for hours in range(6):
        pump(now=NOON + timedelta(hours=hours))
    assert (only().state, only().reason) == ("uncertain", "line_broken")
    assert len(sink.after_dot) == 3


def test_a_server_that_stalls_before_the_dot_handed_nothing_over(queue, sink, settings):
    settings.EMAIL_TIMEOUT = 0.3
    sink.rcpt = by_address({"stall": STALL})
    queue(key="stall", to="stall@example.jp")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"stall": "deferred", "next": "sent"}


def test_a_server_that_stalls_after_the_dot_leaves_a_doubt(queue, sink, monkeypatch):
    monkeypatch.setattr(transport, "PATIENCE_AFTER_DOT", 0.3)
    sink.dot = lambda address: STALL
    queue()
    pump(now=NOON)
    assert (only().state, only().doubtful) == ("deferred", 1)


def test_a_mail_that_cannot_be_put_together_stops_no_other(queue, sink, caplog):
    queue(key="broken")
    Delivery.objects.update(address="nobody")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"broken": "refused", "next": "sent"}
    assert "nobody" not in caplog.text


def test_a_mail_whose_headers_cannot_be_written_stops_no_other(queue, sink):
    """It is put together, and only fails when it becomes bytes."""
    queue(key="broken")
    Delivery.objects.update(message_id="<one@example.jp>\r\nBcc: <two@example.jp>")
    queue(key="next")
    pump(now=NOON)
    assert states() == {"broken": "refused", "next": "sent"}


def test_a_name_of_the_server_that_cannot_be_one_is_not_the_mails_fault(queue, sink, settings):
    settings.EMAIL_HOST = "x" * 70 + ".example.jp"
    queue()
    pump(now=NOON)
    assert (only().state, only().reason) == ("deferred", "server_away")


def test_no_log_repeats_address_subject_or_answer(queue, sink, caplog):
    caplog.set_level("DEBUG")
    sink.rcpt = by_address({"gone": "550 5.1.1 <gone@example.jp> 花子"})
    queue(key="1", to="gone@example.jp", subject="秘密の件名", text="秘密の本文", recipient="山田花子")
    queue(key="2", to="cut@example.jp")
    sink.dot = by_address({"cut": HANG_UP})
    pump(now=NOON)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("cms"))
    assert ours
    assert [word for word in ("gone", "example.jp", "秘密", "花子") if word in ours] == []


def test_waking_up_for_nothing_costs_three_queries_and_no_write(queue, sink):
    queue(now=NOON + timedelta(hours=1))
    with CaptureQueriesContext(connection) as captured:
        pump(now=NOON)
    assert len(captured) == 3
    assert all(query["sql"].startswith("SELECT") for query in captured)
