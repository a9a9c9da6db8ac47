# ruff: noqa
import pytest

from . import test_kills as k
from .test_kills import *

names = [n for n in dir(k) if n.startswith("test_")]
ended, journal, lock = (
    k.test_control_without_the_lock_ended_sessions_double,
    k.test_control_without_the_journal_killed_pumps_double,
    k.test_control_without_the_lock_a_stopped_pump_doubles,
)
for n in names:
    del globals()[n]


@pytest.mark.parametrize("n", range(10))
def test_ended(n, send, sink, pumps):
    ended(send, sink, pumps)


@pytest.mark.parametrize("n", range(5))
def test_journal(n, send, sink, pumps):
    journal(send, sink, pumps)


@pytest.mark.parametrize("n", range(5))
def test_lock(n, send, sink, pumps):
    lock(send, sink, pumps)
