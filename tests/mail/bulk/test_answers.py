"""What servers answer, and when they do not: each reader ends in the right state, the others get theirs."""

from datetime import timedelta

import pytest

from cms.mail.bulk import conversation, services
from cms.mail.bulk.journal import Account
from cms.mail.bulk.settling import settle
from cms.mail.models import Batch, BulkDelivery, Campaign, Lane, Suppression
from cms.mail.outcomes import Outcome, Result
from cms.mail.services import suppression
from cms.mail.states import Reason, State
from tests.mail.conftest import NOON
from tests.mail.sink import HANG_UP, STALL, by_address

from .conftest import drive, reader, states

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["plain", "pipelined"])
def server(request, sink):
    sink.pipelining = request.param == "pipelined"
    return sink


@pytest.fixture
def impatient(settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 0.5
    monkeypatch.setattr(conversation, "PATIENCE_AFTER_DOT", 0.5)


def outcome_of(number):
    return BulkDelivery.objects.get(address=f"reader{number}@example.jp")


def others(campaign, number):
    return {state for address, state in states(campaign).items() if address != f"reader{number}@example.jp"}


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("450 4.2.0 try again", State.DEFERRED, Reason.TRY_LATER),
        ("452 4.2.2 full", State.DEFERRED, Reason.MAILBOX_FULL),
        ("550 5.1.1 no such user", State.REFUSED, Reason.UNKNOWN_MAILBOX),
        ("550 5.7.1 blocked", State.REFUSED, Reason.BLOCKED),
    ],
)
def test_an_answer_to_the_recipient_concerns_that_one(running, server, answer, state, reason):
    campaign = running(7)
    server.rcpt = by_address({"reader3": answer})
    drive()
    assert (outcome_of(3).state, outcome_of(3).reason, others(campaign, 3)) == (state, reason, {"sent"})


@pytest.mark.parametrize(("answer", "state"), [("451 later", State.DEFERRED), ("554 no", State.REFUSED)])
def test_an_answer_to_the_content_concerns_that_one(running, server, answer, state):
    campaign = running(7)
    server.dot = by_address({"reader3": answer})
    drive()
    assert (outcome_of(3).state, others(campaign, 3)) == (state, {"sent"})


def test_the_last_one_refused_ends_well(running, server):
    running(3)
    server.rcpt = by_address({"reader2": "550 5.1.1 no such user"})
    drive()
    assert BulkDelivery.objects.totals()[State.SENT] == 2


def test_an_address_that_does_not_exist_is_suppressed(running, server):
    running(3)
    server.rcpt = by_address({"reader1": "550 5.1.1 no such user"})
    drive()
    assert Suppression.objects.get().address_hash == outcome_of(1).address_hash


def test_why_an_address_is_suppressed_gives_way_to_that_it_does_not_exist(running, site):
    """It was put on the list while its letter was being handed over."""
    campaign = running(1)
    [delivery] = BulkDelivery.objects.all()
    suppression.suppress(site=site, address=delivery.address, why=Suppression.Why.BOUNCED, now=NOON)
    BulkDelivery.objects.update(state=State.CLAIMED, batch="b")
    batch = Batch(token="b", campaign=campaign, size=1, claimed_at=NOON)
    refused = Outcome(Result.NEVER, Reason.UNKNOWN_MAILBOX, 550, no_such_mailbox=True)
    settle(batch=batch, account=Account({delivery.pk: refused}), now=NOON)
    assert Suppression.objects.get().why == Suppression.Why.UNREACHABLE


def test_what_a_server_says_is_kept_without_what_nobody_can_read(running, server):
    """PostgreSQL stores no NUL: the batch could not be settled, then or ever, and no other would be sent."""
    campaign = running(3)
    server.rcpt = by_address({"reader1": "550 5.7.1 no\x00 way"})
    drive()
    assert (outcome_of(1).reply, others(campaign, 1)) == ("5.7.1 no way", {"sent"})


def test_who_is_put_off_gets_it_later(running, server):
    running(3)
    server.rcpt = by_address({"reader1": "450 later"})
    drive()
    server.rcpt = by_address({})
    drive(now=NOON + timedelta(minutes=5))
    assert outcome_of(1).state == State.SENT


def test_who_is_put_off_for_four_days_is_given_up(running, server):
    running(1)
    server.rcpt = by_address({"reader0": "450 later"})
    drive()
    drive(now=NOON + timedelta(days=4, minutes=1))
    assert (outcome_of(0).state, outcome_of(0).reason) == (State.REFUSED, Reason.GIVEN_UP)


@pytest.mark.parametrize("what", [HANG_UP, STALL])
def test_a_line_that_breaks_after_the_dot_leaves_that_one_uncertain(running, server, impatient, what):
    campaign = running(7)
    server.dot = by_address({"reader3": what})
    drive()
    drive(now=NOON + timedelta(hours=1))
    assert (outcome_of(3).state, others(campaign, 3)) == (State.UNCERTAIN, {"sent"})


@pytest.mark.parametrize("what", [HANG_UP, STALL])
def test_a_line_that_breaks_before_the_dot_puts_that_one_off(running, server, impatient, what):
    campaign = running(7)
    server.rcpt = by_address({"reader3": what})
    drive()
    drive(now=NOON + timedelta(minutes=1, seconds=30))
    assert (outcome_of(3).state, others(campaign, 3)) == (State.DEFERRED, {"sent"})


def test_421_blocks_the_lane_and_slows_it_down(running, server):
    running(7)
    server.rcpt = by_address({"reader3": "421 too many"})
    drive()
    lane = Lane.objects.get(group="other")
    assert (lane.blocked_until > NOON, lane.rate is not None, lane.trouble) == (True, True, Reason.TRY_LATER)


def test_421_again_halves_the_rate(running, server):
    running([reader(number, address=f"reader{number}@docomo.ne.jp") for number in range(3)])
    server.mail = lambda address: "421 too many"
    drive()
    drive(now=NOON + timedelta(hours=1))
    assert Lane.objects.get(group="docomo").rate == 5 / 2 / 2


def test_a_lane_speeds_up_again(running, server):
    running([reader(number, address=f"reader{number}@docomo.ne.jp") for number in range(2)])
    Lane.objects.filter(group="docomo").update(rate=4.5)
    drive()
    Lane.objects.filter(group="docomo").update(rate=4.5)
    running([reader(number, address=f"reader{number}@docomo.ne.jp") for number in range(2)], key="2")
    drive(now=NOON + timedelta(minutes=1))
    assert Lane.objects.get(group="docomo").rate == 5.0


@pytest.mark.parametrize("step", ["rcpt", "dot"])
@pytest.mark.parametrize(
    "what", ["421 too many", "450 later", "550 5.7.1 no", HANG_UP, STALL], ids=["421", "450", "550", "hang-up", "stall"]
)
def test_other_lanes_go_on_when_one_is_in_trouble(running, server, impatient, what, step):
    trouble = {f"a{number}": what for number in range(5)}
    setattr(server, step, by_address(trouble))
    in_trouble = [reader(number, address=f"a{number}@gmail.com") for number in range(5)]
    campaign = running([*in_trouble, reader(8, address="b@docomo.ne.jp"), reader(9)])
    drive()
    found = states(campaign)
    assert (found["b@docomo.ne.jp"], found["reader9@example.jp"]) == ("sent", "sent")
    assert "sent" not in {found[f"a{number}@gmail.com"] for number in range(5)}


def test_a_server_that_is_away_costs_nobody_an_attempt(running, server):
    campaign = running(3)
    server.stop()
    drive()
    assert set(states(campaign).values()) == {"pending"}


def test_a_server_that_does_not_let_us_in_is_not_asked_for_each(running, server):
    running(300)
    server.mail = lambda address: "530 5.7.0 Authentication required"
    drive()
    assert (BulkDelivery.objects.totals()[State.PENDING], Lane.objects.get(group="other").trouble) == (
        299, Reason.SERVER_SETUP,
    )  # fmt: skip


def test_a_campaign_of_which_too_much_comes_back_pauses_itself(running, server):
    campaign = running(420)
    server.rcpt = lambda address: "550 5.1.1 no such user" if address.startswith("reader1") else ""
    drive()
    held = Campaign.objects.get(pk=campaign.pk)
    assert (held.state, held.pause_reason, services.totals_of(held).waiting) == ("paused", "too_many_unknown", 220)


def test_the_servers_answer_is_kept_without_the_address(running, server):
    running(1)
    server.rcpt = lambda address: f"550 5.1.1 <{address}> unknown"
    drive()
    assert outcome_of(0).reply == "5.1.1 <…> unknown"
