"""A clock that jumps: no mail waits for a time that a wrong clock wrote, and none leaves twice for it."""

from collections import Counter
from datetime import timedelta

import pytest

from cms.core import schedules
from cms.mail import clock, pump
from cms.mail.claiming import LEASE, claim
from cms.mail.models import Delivery
from cms.mail.outcomes import Outcome, Result
from cms.mail.settling import BACK_OFF, PATIENCE, settle
from cms.mail.states import State

from .conftest import NOON

pytestmark = pytest.mark.django_db
AHEAD = NOON + timedelta(days=365)  # what a clock said that is put right at noon
SENT = Outcome(Result.SENT, code=250)


def copies(sink):
    return Counter(message.message_id for message in sink.after_dot)


def in_a_year(queue, key="1"):
    return queue(key=key, now=AHEAD, erase_after=AHEAD + timedelta(days=90))


def test_control_what_a_clock_queued_that_was_a_year_ahead_waits_a_year(queue, sink):
    in_a_year(queue)
    pump.pump(now=NOON)
    assert sink.received == []


def test_what_a_clock_queued_that_was_a_year_ahead_leaves_when_it_is_put_right(queue, sink):
    delivery = in_a_year(queue)
    schedules.run_due(now=NOON)
    delivery.refresh_from_db()
    assert (delivery.state, len(sink.received)) == (State.SENT, 1)
    assert delivery.give_up_at == NOON + PATIENCE


def test_who_was_put_off_at_most_is_left_where_she_is(queue, sink):
    queue()
    Delivery.objects.update(state=State.DEFERRED, due_at=NOON + max(BACK_OFF) + timedelta(minutes=4))
    assert clock.put_right(now=NOON) == 0


def test_what_a_worker_took_up_in_a_year_s_time_is_left_to_it_for_one_lease_and_then_sent_by_another(queue, sink):
    delivery = in_a_year(queue)
    assert claim(now=AHEAD)
    assert clock.put_right(now=NOON) == 1
    pump.pump(now=NOON + LEASE - timedelta(seconds=1))
    assert sink.received == []
    pump.pump(now=NOON + LEASE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.doubtful, len(sink.received)) == (State.SENT, 1, 1)


def test_a_worker_that_lives_settles_what_it_took_up_though_the_clock_was_put_right_meanwhile(queue, sink):
    in_a_year(queue)
    mine = claim(now=AHEAD)
    clock.put_right(now=NOON)
    assert settle(mine, SENT, now=NOON + timedelta(minutes=1))
    pump.pump(now=NOON + LEASE * 3)
    assert (Delivery.objects.get().state, sink.after_dot) == (State.SENT, [])


def test_a_clock_that_goes_back_an_hour_under_a_worker_sends_nothing_twice(queue, sink):
    queue()
    mine = claim(now=NOON)
    for minutes in (-60, -58, -56):
        schedules.run_due(now=NOON + timedelta(minutes=minutes))
    assert settle(mine, SENT, now=NOON - timedelta(minutes=56))
    schedules.run_due(now=NOON + timedelta(hours=1))
    assert (Delivery.objects.get().state, sink.after_dot) == (State.SENT, [])


# A clock that jumps ahead ----------------------------------------------------------------------------------------


def test_a_worker_that_sends_while_the_clock_jumps_ahead_is_not_taken_for_dead(queue, sink):
    queue()
    mine = claim(now=NOON)
    jumped = NOON + timedelta(hours=1)
    pump.pump(now=jumped)
    assert settle(mine, SENT, now=jumped + timedelta(minutes=2))
    pump.pump(now=jumped + LEASE * 3)
    assert (Delivery.objects.get().state, sink.after_dot) == (State.SENT, [])


def test_a_worker_that_died_while_the_clock_jumped_ahead_is_waited_for_once(queue, sink):
    queue()
    claim(now=NOON)
    jumped = NOON + timedelta(hours=1)
    pump.pump(now=jumped)
    pump.pump(now=jumped + LEASE - timedelta(seconds=1))
    assert sink.after_dot == []
    # However late somebody looks: by cron once in a quarter of an hour.
    pump.pump(now=jumped + LEASE + timedelta(minutes=15))
    assert set(copies(sink).values()) == {1}


def test_control_where_the_clock_runs_on_who_died_is_replaced_when_the_lease_is_out(queue, sink):
    queue()
    claim(now=NOON)
    pump.pump(now=NOON + LEASE + timedelta(seconds=30))
    assert set(copies(sink).values()) == {1}
