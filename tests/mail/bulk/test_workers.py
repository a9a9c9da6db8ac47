"""Celery over Redis drives the engine: woken at once, told things twice, its messages lost."""

import pytest
import redis
from django.db import transaction
from django.utils import timezone

from cms.core import schedules
from cms.mail.bulk import services
from cms.mail.bulk import waking as bulk_waking
from cms.mail.bulk.lanes import have_lanes
from cms.mail.models import BulkDelivery
from cms.mail.states import State
from tests.mail import rig

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]
READERS = 1200


@pytest.fixture
def worker(tmp_path, sink, broker, monkeypatch):
    sink.pipelining = True
    monkeypatch.setenv("KAKEHASHI_VAR", str(tmp_path / "var"))
    process = rig.Worker(tmp_path, broker.url).start()
    yield process
    process.stop()


@pytest.fixture
def send(prepared):
    """Start a campaign now, in a transaction that commits, as a request does."""

    def act(readers=READERS):
        now = timezone.now()
        campaign = prepared(readers, now=now, keeps_quiet=False)
        with transaction.atomic():
            return services.start(campaign_id=campaign.pk, now=now)

    return act


def all_sent():
    return BulkDelivery.objects.totals()[State.SENT] == READERS


def lane():
    return next(lane for lane in have_lanes() if lane.group == "other")


def test_starting_wakes_the_worker(send, worker, sink):
    send()
    assert rig.wait_until(all_sent), worker.log
    assert len(sink.after_dot) == READERS


def test_messages_told_again_and_again_send_once(send, worker, sink):
    send()
    for _again in range(20):
        bulk_waking.wake(lane().pk)
    assert rig.wait_until(all_sent), worker.log
    assert rig.wait_until(lambda: worker.child.output().count("drive_lane") and not worker_is_busy(worker))
    assert len(sink.after_dot) == READERS


def test_a_flushed_redis_loses_nobody(send, worker, sink, broker):
    worker.stop()
    send()
    broker.flush()
    assert broker.length("mail") == 0
    schedules.run_due(now=timezone.now())  # what beat and `manage.py tick` both call
    assert rig.wait_until(all_sent)
    assert len(sink.after_dot) == READERS


def test_control_without_a_wake_up_nothing_is_sent_at_once(send, sink, broker):
    send()
    broker.flush()
    assert sink.after_dot == []


def test_a_message_carries_the_lane_and_no_address(send, sink, broker):
    send(3)
    message = redis.Redis.from_url(broker.url).lindex("mail", 0).decode()
    assert "drive_lane" in message
    assert "@example" not in message


def worker_is_busy(worker):
    return "received" in worker.child.output().rpartition("succeeded")[2]
