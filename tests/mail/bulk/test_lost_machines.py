"""Batches whose machine is gone, was started anew or lost the journal: nobody is written to again by itself."""

import shutil
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core import schedules
from cms.mail.bulk import claiming, journal, recovery
from cms.mail.bulk.journal import Account
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.settling import settle
from cms.mail.models import Batch, BulkDelivery
from cms.mail.outcomes import Outcome, Result
from cms.mail.states import Reason, State
from tests.mail import rig
from tests.mail.conftest import NOON
from tests.mail.rig import wait_until

from .conftest import drive, reader
from .rig import Pumps

TOKEN = "b"
LATER = NOON + timedelta(minutes=5)
# The fence off: what no journal tells of is taken for not sent.
NO_DOUBT = """
from cms.mail.bulk import recovery
settle = recovery.settle
recovery.settle = lambda *, untouched_are_doubtful=False, **said: settle(**said)
"""


@pytest.fixture
def claimed(running, db):
    """Take up a batch of five as a process does that then ends; return their numbers."""

    def act(*, sent=0, now=NOON):
        running(5, now=now, keeps_quiet=False)
        lane = next(lane for lane in have_lanes() if lane.group == "other")
        with journal.begin(TOKEN) as book:
            batch = claiming.claim(
                lane_id=lane.pk, token=TOKEN, campaigns=claiming.sendable(now=now), now=now
            )  # fmt: skip
            pks = [parcel.pk for parcel in batch.parcels]
            book.enter(pks)
            for pk in pks[:sent]:
                book.intend(pk)
                book.conclude(pk, Outcome(Result.SENT, code=250))
        return pks

    return act


def lose(journals):
    """Remove the journals, not the name by which batches know the folder."""
    for path in journals.glob("*.journal"):
        path.unlink()


def totals():
    return {state: number for state, number in BulkDelivery.objects.totals().items() if number}


def test_control_with_its_journal_a_batch_that_was_not_begun_is_sent(claimed, sink):
    claimed()
    drive(now=LATER)
    assert (totals(), len(sink.received)) == ({State.SENT: 5}, 5)


def test_without_its_journal_a_batch_is_uncertain_and_not_sent_again(claimed, sink, journals):
    claimed()
    lose(journals)
    drive(now=LATER)
    assert (totals(), sink.received) == ({State.UNCERTAIN: 5}, [])
    assert set(BulkDelivery.objects.values_list("reason", flat=True)) == {Reason.WORKER_DIED}
    assert BulkDelivery.objects.needing_a_person().count() == 5


def test_after_a_power_failure_what_was_noted_counts_and_the_rest_is_uncertain(claimed, sink):
    claimed(sent=2)
    Batch.objects.update(boot="the run before")
    drive(now=LATER)
    assert (totals(), sink.received) == ({State.SENT: 2, State.UNCERTAIN: 3}, [])


def test_control_on_a_machine_that_ran_on_the_rest_is_sent(claimed, sink):
    claimed(sent=2)
    drive(now=LATER)
    assert (totals(), len(sink.received)) == ({State.SENT: 5}, 3)


def test_a_folder_of_journals_that_was_emptied_is_taken_for_another_machine_s(claimed, sink, journals):
    claimed()
    shutil.rmtree(journals)
    recovery.recover(now=LATER)
    assert totals() == {State.CLAIMED: 5}
    recovery.recover(now=NOON + timedelta(minutes=20))
    assert totals() == {State.UNCERTAIN: 5}


def test_what_another_machine_has_is_left_to_it_for_twenty_minutes(claimed, sink):
    claimed()
    Batch.objects.update(folder="of another machine")
    recovery.recover(now=NOON + timedelta(minutes=19, seconds=59))
    assert totals() == {State.CLAIMED: 5}
    recovery.recover(now=NOON + timedelta(minutes=20))
    assert (totals(), Batch.objects.count()) == ({State.UNCERTAIN: 5}, 0)


def test_a_machine_that_was_taken_for_lost_is_believed_when_it_settles(claimed, sink):
    pks = claimed()
    [batch] = Batch.objects.select_related("campaign")
    Batch.objects.update(folder="of another machine")
    recovery.recover(now=NOON + timedelta(minutes=20))
    settle(
        batch=batch, account=Account(dict.fromkeys(pks, Outcome(Result.SENT, code=250))), now=NOON + timedelta(hours=1)
    )
    assert totals() == {State.SENT: 5}


def test_a_journal_that_cannot_be_read_keeps_no_other_batch_waiting(claimed, running, sink, journals):
    """Somebody else's file, a disk at its end: reading fails, for everybody and for ever."""
    claimed()
    lose(journals)
    (journals / f"{TOKEN}.journal").mkdir()
    running([reader(9)], key="2", now=LATER)
    drive(now=LATER)
    assert totals() == {State.CLAIMED: 5, State.SENT: 1}
    drive(now=NOON + timedelta(minutes=21))
    assert (totals(), len(sink.received)) == ({State.UNCERTAIN: 5, State.SENT: 1}, 1)


# Who looks, and when --------------------------------------------------------------------------------------------


def test_what_was_left_is_settled_at_the_next_tick_though_the_sweeper_has_just_been_there(claimed, sink):
    schedules.run_due(now=NOON)
    claimed()
    schedules.run_due(now=NOON + timedelta(seconds=15))
    assert Batch.objects.count() == 0
    assert totals() == {State.PENDING: 5}  # and woken for; no worker runs here


@pytest.mark.django_db(transaction=True)
@pytest.mark.redis
def test_a_worker_that_begins_settles_and_sends_what_was_left_without_a_beat(
    claimed, sink, broker, tmp_path, monkeypatch
):
    monkeypatch.setenv("KAKEHASHI_VAR", str(tmp_path / "var"))
    claimed(sent=2, now=timezone.now())
    broker.flush()
    worker = rig.Worker(tmp_path, broker.url).start()
    try:
        assert wait_until(lambda: totals() == {State.SENT: 5}), (totals(), worker.log)
    finally:
        worker.stop()
    assert len(sink.received) == 3


@pytest.fixture
def lose_a_journal(running, sink, journals):
    """Kill a process in the middle of a batch, remove its journal, let another go on; return the copies."""
    started = []

    def act(before=""):
        sink.pipelining = True
        sink.hold(after=20, pause=0.005)
        mine = Pumps(before)
        started.append(mine)
        running(500, now=timezone.now(), keeps_quiet=False)
        first = mine.start()
        assert wait_until(lambda: sink.holds)
        mine.kill(first)
        lose(journals)
        mine.start()
        assert wait_until(lambda: not BulkDelivery.objects.unsettled().exists(), patience=120)
        return Counter(message.recipients[0] for message in sink.after_dot)

    yield act
    for each in started:
        each.stop()


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_is_lost_with_its_process_doubles_nobody(lose_a_journal):
    written = lose_a_journal()
    found = BulkDelivery.objects.totals()
    assert max(written.values()) == 1
    assert (found[State.SENT] + found[State.UNCERTAIN], found[State.UNCERTAIN] <= 200) == (500, True)


@pytest.mark.django_db(transaction=True)
def test_control_without_doubt_a_lost_journal_doubles(lose_a_journal):
    assert max(lose_a_journal(NO_DOUBT).values()) > 1
