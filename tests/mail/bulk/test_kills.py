"""Processes that are killed, stopped, cut off from the database: nobody gets two copies, nobody is forgotten.

`--readers 20000 --kills 30` is the long run; the usual one is short enough for every day.
"""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.mail import addresses
from cms.mail.bulk import engine, journal, services
from cms.mail.models import Batch, BulkDelivery, Campaign
from cms.mail.states import State
from tests.mail.rig import wait_until

from .rig import NO_FENCE, NO_JOURNAL, Pumps

pytestmark = pytest.mark.django_db(transaction=True)
# What the server takes over each message.
PAUSE = 0.002  # seconds
# Who waits for the answer to a message gives it up later than that (`PATIENT`).
SHORTER_THAN_THEIR_PATIENCE = 400.0  # seconds


@pytest.fixture
def pumps():
    made: list[Pumps] = []

    def make(before=""):
        made.append(Pumps(before))
        return made[-1]

    yield make
    for each in made:
        each.stop()


@pytest.fixture
def send(running):
    """Start a campaign to so many readers, with the real time, whatever hour it is."""
    return lambda readers: running(readers, now=timezone.now(), keeps_quiet=False)


def copies(sink):
    """How often each address was written to, answered or not."""
    return Counter(message.recipients[0] for message in sink.after_dot)


def totals():
    return BulkDelivery.objects.totals()


def drive_to_the_end():
    """Drive in this process until nothing waits any more."""

    def is_over():
        engine.drive(now=timezone.now() + timedelta(minutes=1))
        return not BulkDelivery.objects.unsettled().exists()

    assert wait_until(is_over, patience=120), totals()


def kill_at_random(pumps, kills, chance, *, most):
    """Two pumps run; again and again one of them is killed and another begins. Return how many batches that cut off."""
    pumps.start(), pumps.start()
    cut_off = 0
    for _kill in range(kills):
        time.sleep(chance.uniform(0.02, most))
        pumps.kill(chance.choice(pumps.running))
        cut_off += sum(map(is_abandoned, Batch.objects.values_list("token", flat=True)))
        pumps.start()
    return cut_off


def is_abandoned(token):
    """Say whether nobody holds the journal of a batch any more."""
    try:
        with journal.take_over(token):
            return True
    except (journal.Held, journal.Missing):
        return False


def test_pumps_killed_at_random_double_nobody_and_lose_nobody(send, sink, pumps, request):
    readers, kills = request.config.getoption("--readers"), request.config.getoption("--kills")
    sink.pipelining = True
    sink.dot = lambda address: time.sleep(PAUSE) or ""
    mine = pumps()
    campaign = send(readers)
    cut_off = kill_at_random(mine, kills, random.Random(2026), most=readers * PAUSE / (kills + 3))
    mine.stop()
    drive_to_the_end()
    counted, written = totals(), copies(sink)
    assert cut_off, "control: no process was killed in the middle of a batch"
    assert max(written.values()) == 1
    assert counted[State.SENT] + counted[State.UNCERTAIN] == readers
    assert counted[State.UNCERTAIN] <= kills + 2
    sent = set(BulkDelivery.objects.filter(state=State.SENT).values_list("address", flat=True))
    assert sent <= set(written)
    assert services.totals_of(Campaign.objects.get(pk=campaign.pk)).candidates == readers


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_journal_killed_pumps_double(send, sink, pumps):
    sink.pipelining = True
    sink.hold(after=50, pause=PAUSE)
    mine = pumps(NO_JOURNAL)
    send(600)
    pump = mine.start()
    assert wait_until(lambda: sink.holds)
    mine.kill(pump)
    mine.start()
    assert wait_until(lambda: not BulkDelivery.objects.unsettled().exists(), patience=120)
    assert max(copies(sink).values()) > 1


def stopped_in_a_batch(mine, sink):
    """Start a pump and stop it (SIGSTOP) while it is handing over."""
    sink.pipelining = True
    sink.hold(after=20, pause=0.005)
    pump = mine.start()
    assert wait_until(lambda: sink.holds)
    os.kill(pump.pid, signal.SIGSTOP)
    sink.let_go()
    return pump


def test_a_stopped_pump_finishes_its_batch_when_it_goes_on(send, sink, pumps):
    mine = pumps()
    send(500)
    stopped = stopped_in_a_batch(mine, sink)
    mine.start()
    assert wait_until(lambda: totals()[State.SENT] == 300)
    assert totals()[State.CLAIMED] == 200
    os.kill(stopped.pid, signal.SIGCONT)
    assert wait_until(lambda: totals()[State.SENT] == 500)
    assert max(copies(sink).values()) == 1


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_lock_a_stopped_pump_doubles(send, sink, pumps):
    mine = pumps(NO_FENCE)
    send(500)
    stopped = stopped_in_a_batch(mine, sink)
    mine.start()
    assert wait_until(lambda: totals()[State.CLAIMED] == 0 and totals()[State.PENDING] == 0)
    os.kill(stopped.pid, signal.SIGCONT)
    assert wait_until(lambda: max(copies(sink).values()) > 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions")
def test_database_sessions_that_are_ended_double_nobody(send, sink, pumps):
    assert end_sessions_while_it_goes_out(send, sink, pumps()) > 3
    assert wait_until(lambda: not BulkDelivery.objects.unsettled().exists(), patience=120), totals()
    assert (totals()[State.SENT], max(copies(sink).values())) == (1500, 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions")
@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_lock_ended_sessions_double(send, sink, pumps):
    assert end_sessions_while_it_goes_out(send, sink, pumps(NO_FENCE)) > 3
    assert wait_until(lambda: max(copies(sink).values()) > 1)


def end_sessions_while_it_goes_out(send, sink, mine):
    """Send with two pumps whose sessions are ended again and again; return how many were.

    The first loses its session in the middle of a batch, and goes on with that batch when nothing else is left.
    """
    sink.pipelining = True
    sink.hold(after=20, pause=0.003)
    send(1500)
    mine.start()
    assert wait_until(lambda: sink.holds)
    [held] = Batch.objects.values_list("token", flat=True)
    ended = end_sessions()
    mine.start()

    def is_all_that_is_left():
        nonlocal ended
        if ended < 8:  # not for ever: on a busy machine no batch would fit in between
            ended += end_sessions()
            time.sleep(0.5)
        return not BulkDelivery.objects.filter(state=State.PENDING).exists() and is_only(held)

    assert wait_until(is_all_that_is_left, patience=SHORTER_THAN_THEIR_PATIENCE), totals()
    sink.let_go()
    return ended


def is_only(token):
    """Say whether nobody has any batch in hand but this one."""
    return not Batch.objects.exclude(token=token).exists()


def end_sessions():
    """End every other session of this database, as a fail-over does; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_readers_who_leave_while_it_goes_out_hold_nothing_up(send, sink, pumps, site):
    sink.pipelining = True
    sink.dot = lambda address: time.sleep(PAUSE) or ""
    mine = pumps()
    campaign = send(1000)
    mine.start(), mine.start()
    assert wait_until(lambda: sink.after_dot)
    leaving = random.Random(2026).sample(range(1000), 150)
    for number in leaving:
        digest = addresses.digest(f"reader{number}@example.jp")
        services.withdraw_address(site=site, address_hash=digest, list_key="events", now=timezone.now())
    assert wait_until(lambda: not BulkDelivery.objects.unsettled().exists())
    counted = totals()
    assert (counted[State.SENT] + counted[State.WITHDRAWN], counted[State.WITHDRAWN] > 0) == (1000, True)
    written = {f"reader{number}@example.jp" for number in range(1000)} & set(copies(sink))
    assert len(written) == counted[State.SENT]
    assert Campaign.objects.get(pk=campaign.pk).prepared == 1000
