"""A real worker behind a real Redis: woken at once, and nothing is lost whatever happens to either."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cms.celery import app
from cms.core import schedules
from cms.mail import pump, waking
from cms.mail.claiming import LEASE
from cms.mail.models import Delivery

from . import rig
from .sink import STALL, by_address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]


@pytest.fixture
def worker(tmp_path, sink, broker):
    process = rig.Worker(tmp_path, broker.url).start()
    yield process
    process.stop()


@pytest.fixture
def post(queue):
    """Queue a mail now, in a transaction that commits, as a request does."""

    def put(key, **said):
        with transaction.atomic():
            return queue(key=key, now=timezone.now(), **said)

    return put


def states():
    return dict(Delivery.objects.values_list("mailing__key", "state"))


def all_sent():
    return set(states().values()) == {"sent"}


def test_a_committed_mail_wakes_the_worker(post, tmp_path, sink, broker):
    """One that was started by its command, as on a machine; the others here are forked (`tests/nursery.py`)."""
    worker = rig.Worker(tmp_path, broker.url).start(by_its_command=True)
    try:
        post("1")
        assert rig.wait_until(all_sent), worker.log
    finally:
        worker.stop()
    assert len(sink.received) == 1


def test_a_rolled_back_mail_wakes_nobody(queue, broker):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert broker.length("mail") == 0


def test_many_mails_of_one_transaction_are_one_wake_up(queue, broker):
    with transaction.atomic():
        for number in range(20):
            queue(key=str(number))
    assert broker.length("mail") == 1


def test_a_mail_of_a_rolled_back_savepoint_does_not_swallow_the_wake_up_of_the_next(queue, broker):
    with transaction.atomic():
        with transaction.atomic():
            queue(key="lost")
            transaction.set_rollback(True)
        queue(key="kept")
    assert broker.length("mail") == 1


def test_wake_ups_delivered_many_times_send_once(post, worker, sink, broker):
    for number in range(5):
        post(str(number))
        for _again in range(4):
            waking.wake()
    assert rig.wait_until(lambda: all_sent() and broker.length("mail") == 0), worker.log
    assert len(sink.received) == 5


def test_without_redis_a_mail_is_kept_and_the_sweeper_sends_it(post, sink, broker):
    broker.stop()
    post("1")
    assert states() == {"1": "pending"}
    schedules.run_due(now=timezone.now())
    assert states() == {"1": "sent"}


def in_a_worker(function):
    """Call it as Celery's worker calls a task."""
    return app.task(function, name=f"tests.{function.__name__}").apply(throw=True)


def sweep_now():
    pump.sweep(now=timezone.now())


def test_a_worker_that_sweeps_hands_the_mails_to_the_next_task(post, sink, broker):
    """A server that stalls would keep all other schedules waiting."""
    post("1")
    broker.flush()
    in_a_worker(sweep_now)
    assert (states(), broker.length("mail")) == ({"1": "pending"}, 1)


def test_a_worker_that_sweeps_without_redis_sends(post, sink, broker):
    broker.stop()
    post("1")
    in_a_worker(sweep_now)
    assert states() == {"1": "sent"}


def test_mails_that_no_worker_reads_are_sent_by_who_sweeps(post, sink, broker):
    post("1")
    Delivery.objects.update(due_at=timezone.now() - pump.WORKERS_ARE_GONE_AFTER - timedelta(seconds=1))
    in_a_worker(sweep_now)
    assert states() == {"1": "sent"}


def test_sweeping_where_nothing_waits_wakes_nobody(sink, broker, transactional_db):
    in_a_worker(sweep_now)
    assert broker.length("mail") == 0


def test_a_frozen_redis_is_asked_once_and_then_left_alone(post, sink, broker):
    broker.freeze()
    began = time.monotonic()
    for number in range(20):
        post(str(number))
    # Each time asked would cost the socket's two seconds.
    assert time.monotonic() - began < 10
    broker.thaw()
    schedules.run_due(now=timezone.now())
    assert len(sink.received) == 20


def test_a_flushed_redis_loses_the_wake_up_and_no_mail(post, tmp_path, sink, broker):
    post("1")
    broker.flush()
    process = rig.Worker(tmp_path, broker.url).start()
    try:
        # It has looked after what was left behind, and found no message before that one.
        assert rig.wait_until(lambda: "mail.pick_up" in process.log and "succeeded" in process.log), process.log
        assert not all_sent(), "control: the wake-up was not lost"
        schedules.run_due(now=timezone.now())
        assert all_sent()
        broker.flush()  # under the worker
        post("2")
        assert rig.wait_until(all_sent), process.log
    finally:
        process.stop()


def test_a_worker_outlives_the_restart_of_redis(post, worker, sink, broker):
    broker.stop()
    post("1")
    broker.start()
    rig.use_broker(broker.url)
    # The worker asks again after growing pauses; whoever comes first, it or the sweeper, sends.
    assert rig.wait_until(lambda: waking.wake() and all_sent(), patience=60), worker.log


def test_a_worker_killed_in_the_middle_loses_nothing(post, worker, sink):
    sink.dot = by_address({"middle": STALL})
    first = post("middle", to="middle@example.jp").message_id
    assert rig.wait_until(lambda: sink.after_dot), worker.log
    post("after")
    worker.kill()
    sink.dot = lambda address: ""
    now = timezone.now()
    pump.sweep(now=now)
    assert states() == {"middle": "claimed", "after": "sent"}, "control: a claim holds until its lease is out"
    pump.sweep(now=now + LEASE + timedelta(seconds=1))
    assert states() == {"middle": "sent", "after": "sent"}
    assert [message.message_id for message in sink.received if message.recipients == ["middle@example.jp"]] == [first]
    assert Delivery.objects.get(mailing__key="middle").doubtful == 1


def test_the_log_of_a_worker_names_nobody(post, worker, sink):
    sink.rcpt = by_address({"gone": "550 5.1.1 <gone@example.jp> no such user"})
    post("1", to="gone@example.jp", subject="秘密の件名", text="秘密の本文", recipient="山田花子")
    assert rig.wait_until(lambda: "refused" in states().values()), worker.log
    assert rig.wait_until(lambda: "succeeded" in worker.log)
    assert [word for word in ("gone@", "example.jp", "秘密", "花子") if word in worker.log] == []
