"""All at once, to two Celery workers that send an issue: what `tests/mail/bulk` does to them one by one every day.

Only with `--kills 30`. Controls of each are in `test_kills.py` and `test_redelivery.py`.
"""

import os
import random
import signal
import threading
import time
from contextlib import suppress

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from cms.mail.bulk import services
from cms.mail.models import Batch, BulkDelivery
from cms.mail.states import State
from tests.mail import rig

from .test_kills import copies, end_sessions, is_abandoned
from .test_redelivery import SOON, wake

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]
PAUSE = 0.003  # what the server takes over each message, in seconds
STOPPED_FOR = 60.0  # seconds
BEATS_EVERY = 15.0  # seconds, as in the settings
# From the restart on, or from the kill where the other worker lived.
SETTLED_WITHIN = 30.0  # seconds


@pytest.fixture
def options(request):
    readers, kills = request.config.getoption("--readers"), request.config.getoption("--kills")
    if kills < 30:
        pytest.skip("a long one: --kills 30")
    return readers, kills


@pytest.fixture
def workers(tmp_path, sink, broker, monkeypatch):
    """Two workers with a process each; Redis takes a task from them after five seconds."""
    sink.pipelining = True
    sink.dot = lambda address: time.sleep(PAUSE) or ""
    monkeypatch.setenv("KAKEHASHI_VAR", str(tmp_path / "var"))
    made = []
    for number in range(2):
        folder = tmp_path / f"worker{number}"
        folder.mkdir()
        made.append(rig.Worker(folder, broker.url, before=SOON).start())
    yield made
    for worker in made:
        worker.stop()


@pytest.fixture
def beat(broker):
    """Tell the workers to look after what is due, as Celery's beat does: nobody else does anything by hand."""
    over = threading.Event()

    def ticks():
        while not over.wait(BEATS_EVERY):
            # Celery's own beat goes on, too, where Redis did not take a task.
            with suppress(OperationalError):
                current_app.send_task("core.tick", expires=60, ignore_result=True, retry=False)

    thread = threading.Thread(target=ticks)
    thread.start()
    yield
    over.set()
    thread.join()


class Abandoned:
    """The batches of processes that were killed, and how long after the restart somebody had settled each."""

    def __init__(self):
        self._since: dict[str, float] = {}
        self.settled_after: list[float] = []

    def look(self):
        there = set(Batch.objects.values_list("token", flat=True))
        for token in set(self._since) - there:
            self.settled_after.append(time.monotonic() - self._since.pop(token))
        return there

    def note(self):
        for token in self.look() - set(self._since):
            if is_abandoned(token):
                self._since[token] = time.monotonic()

    def begin_anew(self):
        """Count from now on: whoever could settle them has just been started."""
        self.look()
        self._since = dict.fromkeys(self._since, time.monotonic())

    def watch(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look()
            time.sleep(0.1)


def hurt(worker, *, with_its_parent):
    """kill -9 of the process that sends, or of the worker with its children, which is then started anew."""
    if with_its_parent:
        worker.kill()
        return True
    for child in worker.children:
        os.kill(child, signal.SIGKILL)
    return False


def go_on(process, abandoned):
    """SIGCONT. On SQLite it may have stood still as the one who writes: nobody could settle anything before now."""
    os.kill(process, signal.SIGCONT)
    if connection.vendor == "sqlite":
        abandoned.begin_anew()


def test_workers_hurt_in_every_way_double_nobody_and_lose_nobody(prepared, sink, workers, broker, beat, options):
    readers, kills = options
    chance, abandoned, stopped, stopped_until = random.Random(2026), Abandoned(), 0, 0.0
    now = timezone.now()
    services.start(campaign_id=prepared(readers, now=now, keeps_quiet=False).pk, now=now)
    assert rig.wait_until(lambda: len(sink.after_dot) > 50)
    for number in range(kills):
        wake(3)
        abandoned.watch(chance.uniform(0.2, 2 * readers * PAUSE / kills))
        if number == kills // 3:
            [stopped] = workers[0].children
            os.kill(stopped, signal.SIGSTOP)
            stopped_until = time.monotonic() + STOPPED_FOR
        if stopped and time.monotonic() > stopped_until:
            go_on(stopped, abandoned)
            stopped = 0
        if number == kills // 2:
            broker.flush()
        if connection.vendor == "postgresql" and number % 5 == 2:
            end_sessions()
        worker = workers[1] if stopped else chance.choice(workers)
        is_gone = hurt(worker, with_its_parent=number % 3 == 2)
        abandoned.note()
        if is_gone:
            worker.start()
            abandoned.begin_anew()
    if stopped:
        abandoned.watch(stopped_until - time.monotonic())
        go_on(stopped, abandoned)

    def is_over():
        abandoned.look()
        return not BulkDelivery.objects.unsettled().exists()

    assert rig.wait_until(is_over, patience=300), BulkDelivery.objects.totals()
    counted, written = BulkDelivery.objects.totals(), copies(sink)
    took = [round(seconds, 1) for seconds in sorted(abandoned.settled_after)]
    print(f"{dict(counted)}; {len(took)} batches were cut off, settled after {took} seconds")
    assert took, "control: no process was killed in the middle of a batch"
    assert took[-1] <= SETTLED_WITHIN, took
    assert max(written.values()) == 1
    assert counted[State.SENT] + counted[State.UNCERTAIN] == readers
    assert counted[State.UNCERTAIN] <= kills
    sent = set(BulkDelivery.objects.filter(state=State.SENT).values_list("address", flat=True))
    assert sent <= set(written)
