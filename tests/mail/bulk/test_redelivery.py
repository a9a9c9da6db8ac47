"""What Celery and Redis do when they are hurt: tasks lost, told again, taken from a worker that is slow or dead.

Each with a control: without the fence the same makes copies. All of them, with `--kills 30`; the shortest every day.
"""

from collections import Counter

import pytest
from django.utils import timezone

from cms.core import schedules
from cms.mail.bulk import services
from cms.mail.bulk import waking as bulk_waking
from cms.mail.bulk.lanes import have_lanes
from cms.mail.models import Batch, BulkDelivery
from cms.mail.states import State
from tests.mail import rig

from .rig import NO_FENCE, NO_JOURNAL, PATIENT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]
READERS = 1000  # five batches, of which one is held and the others go through whoever is left
PAUSE, SLOW = 0.001, 0.015  # what the server takes over each message, in seconds
# Who waits for the answer to a message gives it up later than that (`PATIENT`).
SHORTER_THAN_THEIR_PATIENCE = 400.0  # seconds
# Redis gives a task to another worker when it was not finished in this time; looked for every ten seconds.
SOON = "from cms.celery import app; app.conf.broker_transport_options = {'visibility_timeout': 5}\n"


@pytest.fixture
def workers(tmp_path, sink, broker, monkeypatch):
    """Start Celery workers, each with two processes that send; `before` takes a fence off."""
    sink.pipelining = True
    monkeypatch.setenv("KAKEHASHI_VAR", str(tmp_path / "var"))
    started = []

    def start(before=""):
        folder = tmp_path / f"worker{len(started)}"
        folder.mkdir()
        started.append(rig.Worker(folder, broker.url, concurrency=2, before=PATIENT + before).start())
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture
def under_way(prepared, sink):
    """Start a campaign that is being sent when this returns: somebody has a batch open, and keeps it until let go."""

    def act(pause):
        now = timezone.now()
        sink.hold(after=50, pause=pause)
        services.start(campaign_id=prepared(READERS, now=now, keeps_quiet=False).pk, now=now)
        assert rig.wait_until(lambda: sink.holds)

    return act


@pytest.fixture
def only_in_full(request):
    if request.config.getoption("--kills") < 30:
        pytest.skip("a long one: --kills 30")


def wake(times=1):
    lane = next(lane for lane in have_lanes() if lane.group == "other")
    for _time in range(times):
        bulk_waking.wake(lane.pk)


def is_over():
    """Let the schedules run meanwhile, as beat does; say whether nothing waits any more."""
    schedules.run_due(now=timezone.now())
    return not BulkDelivery.objects.unsettled().exists()


def tell_three_times(workers, broker, before=""):
    wake(2)


def flush(workers, broker, before=""):
    broker.flush()
    wake(2)


def kill_the_parent(workers, broker, before=""):
    cut_off = list(Batch.objects.values_list("token", flat=True))
    workers.first.kill()  # the whole group: the parent with its children
    workers.start(before)
    # By the worker that begins: this process, which looks after what is due as well, has all its fences.
    assert rig.wait_until(lambda: not Batch.objects.filter(token__in=cut_off).exists())
    wake(2)


@pytest.fixture
def play(workers, under_way, broker, sink):
    """Send, let something happen, and wait until nothing waits; return the most copies that anybody got."""

    class Two:
        start = staticmethod(workers)
        first = None

    def act(what, before="", pause=PAUSE):
        Two.first = workers(before)
        under_way(pause)
        what(Two, broker, before)
        assert rig.wait_until(is_one_batch_left, patience=SHORTER_THAN_THEIR_PATIENCE), BulkDelivery.objects.totals()
        sink.let_go()
        assert rig.wait_until(is_over, patience=180), BulkDelivery.objects.totals()
        return most_copies(sink)

    return act


def is_one_batch_left():
    """Say whether the others are through with all there is, but for what one process has in hand."""
    schedules.run_due(now=timezone.now())
    return not BulkDelivery.objects.filter(state=State.PENDING).exists() and Batch.objects.count() < 2


def most_copies(sink):
    return max(Counter(message.recipients[0] for message in sink.after_dot).values())


def are_doubled(sink):
    """Say whether somebody gets two: who was held still has the rest of a batch that others have sent meanwhile."""
    return rig.wait_until(lambda: most_copies(sink) > 1)


def settled():
    totals = BulkDelivery.objects.totals()
    return totals[State.SENT], totals[State.UNCERTAIN]


@pytest.mark.parametrize("what", [tell_three_times, flush])
def test_told_again_or_forgotten_each_is_sent_once(play, what):
    assert (play(what), settled()) == (1, (READERS, 0))


def test_a_worker_killed_with_its_children_doubles_nobody_and_leaves_one_uncertain_each(play):
    assert play(kill_the_parent) == 1
    sent, uncertain = settled()
    assert (sent + uncertain, uncertain <= 2) == (READERS, True)


def test_tasks_taken_from_a_worker_that_is_slow_send_once(play, only_in_full):
    assert (play(tell_three_times, SOON, pause=SLOW), settled()) == (1, (READERS, 0))


def test_control_without_the_lock_tasks_taken_from_a_worker_that_is_slow_are_doubled(play, sink, only_in_full):
    play(tell_three_times, SOON + NO_FENCE, pause=SLOW)
    assert are_doubled(sink)


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_lock_what_is_told_again_is_doubled(play, sink):
    play(tell_three_times, NO_FENCE)
    assert are_doubled(sink)


def test_control_without_the_lock_what_is_forgotten_is_doubled(play, sink, only_in_full):
    play(flush, NO_FENCE)
    assert are_doubled(sink)


def test_control_without_the_journal_a_worker_that_is_killed_doubles(play, sink, only_in_full):
    play(kill_the_parent, NO_JOURNAL)
    assert are_doubled(sink)
