"""Beat asks every fifteen seconds, whatever happens to the clock of its machine."""

from datetime import datetime, timedelta

import pytest
from celery import Celery
from celery.beat import Scheduler

from cms import beat
from cms.beat import Steady
from cms.celery import app as ours

EVERY = 15.0


class Clocks:
    """A clock on the wall that can be put forward and back, and one that cannot."""

    def __init__(self) -> None:
        self.wall, self.steady = datetime(2026, 12, 6, 12).timestamp(), 1000.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    found = Clocks()
    monkeypatch.setattr(beat, "time", lambda: found.wall)
    monkeypatch.setattr(beat, "monotonic", lambda: found.steady)
    return found


def asked(kind: type[Scheduler], clocks: Clocks, *, jump: timedelta) -> int:
    """How often beat asks in two minutes after the clock has jumped."""
    app = Celery("beat", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {"tick": {"task": "core.tick", "schedule": EVERY}}
    app.now = lambda: datetime.fromtimestamp(clocks.wall, app.timezone)
    sent: list[str] = []

    class Counting(kind):  # type: ignore[misc,valid-type]
        producer = None

        def apply_entry(self, entry: object, producer: object = None) -> None:
            sent.append(entry.task)  # type: ignore[attr-defined]

    scheduler = Counting(app=app, max_interval=300)

    def run(seconds: float) -> None:
        until = clocks.steady + seconds
        while clocks.steady < until:
            clocks.pass_by(max(0.1, min(scheduler.tick(), until - clocks.steady)))

    run(60)
    clocks.wall += jump.total_seconds()
    sent.clear()
    run(120)
    return len(sent)


def test_the_site_has_this_beat() -> None:
    assert ours.conf.beat_scheduler == "cms.beat:Steady"


@pytest.mark.parametrize("jump", [timedelta(days=-365), timedelta(hours=-1), timedelta(0), timedelta(days=365)])
def test_beat_goes_on_when_the_clock_jumps(jump: timedelta, clocks: Clocks) -> None:
    assert asked(Steady, clocks, jump=jump) in (7, 8, 9)


def test_control_celerys_own_waits_until_the_clock_has_come_there_again(clocks: Clocks) -> None:
    assert asked(Scheduler, clocks, jump=timedelta(hours=-1)) == 0
