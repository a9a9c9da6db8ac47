"""Many pumps at the same time, and pumps that die: everybody gets the mail, nobody is forgotten."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from cms.mail import claiming, pump
from cms.mail.models import Delivery
from cms.mail.states import State
from tests.nursery import nursery

from . import rig
from .conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
PUMP_ONCE = (
    "from django.utils import timezone\n"
    "from cms.mail.pump import pump\n"
    "print('ready', flush=True); pump(now=timezone.now())"
)


def at_once(number, act):
    barrier = threading.Barrier(number)

    def run():
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def copies(sink):
    return Counter(message.recipients[0] for message in sink.received)


def claim_without_lock(*, now):
    """What `claim` would be if it looked first and wrote later."""
    chosen = claiming._open(now).first()
    if chosen is None:
        return None
    time.sleep(0.02)
    claimed = {"state": State.CLAIMED, "claim": "x", "claimed_until": now + claiming.LEASE, "sent_at": None}
    Delivery.objects.filter(pk=chosen.pk).update(**claimed, attempts=F("attempts") + 1)
    return Delivery.objects.select_related("mailing__site").get(pk=chosen.pk)


def test_six_pumps_at_once_send_each_mail_once(queue, sink):
    for number in range(30):
        queue(key=str(number), to=f"reader{number}@example.jp")
    at_once(6, lambda: pump.sweep(now=NOON))
    assert set(copies(sink).values()) == {1}
    assert Delivery.objects.totals()[State.SENT] == len(sink.received) == 30


def test_control_without_the_lock_mails_are_doubled(queue, sink, monkeypatch):
    monkeypatch.setattr(pump, "claim", claim_without_lock)
    for number in range(30):
        queue(key=str(number), to=f"reader{number}@example.jp")
    at_once(6, lambda: pump.sweep(now=NOON))
    assert max(copies(sink).values()) > 1


def test_six_requests_with_the_same_key_queue_one_mail(queue, sink):
    at_once(6, lambda: queue(key="same"))
    assert Delivery.objects.count() == 1


def test_pumps_killed_again_and_again_lose_nobody(queue, sink):
    chance = random.Random(2026)
    now = timezone.now()
    for number in range(60):
        queue(key=str(number), to=f"reader{number}@example.jp", now=now)
    sink.hold(after=3, pause=0.02)
    for kill in range(3):
        process = nursery().start(PUMP_ONCE, environment=rig.environment())
        assert process.says() == "ready"
        if kill:
            time.sleep(chance.uniform(0.1, 0.5))
        else:  # for certain in the middle of a mail
            assert rig.wait_until(lambda: sink.holds)
        process.kill()
        assert sum(Delivery.objects.totals().values()) == 60
    killed = Delivery.objects.totals()
    assert killed[State.CLAIMED], "control: no process was killed in the middle"
    an_hour_later = now + timedelta(hours=1)
    for moment in (an_hour_later, an_hour_later + claiming.LEASE):  # who is seen so late is waited for once more
        pump.pump(now=moment)
    assert Delivery.objects.totals()[State.SENT] == 60
    assert len(copies(sink)) == 60
    # A copy too many for each kill at most, and mail programs know it by its Message-ID.
    assert len(sink.received) - 60 <= 3
    assert len({message.message_id for message in sink.received}) == 60
