"""A clock that was ahead and is put right: letters do not wait until it comes there again."""

from datetime import timedelta

import pytest

from cms.mail import clock
from cms.mail.bulk.lanes import LONGEST_BLOCK, have_lanes
from cms.mail.models import Batch, BulkDelivery, Lane
from cms.mail.settling import BACK_OFF
from cms.mail.states import State
from tests.mail.conftest import NOON

from .conftest import drive, states

pytestmark = pytest.mark.django_db
AHEAD = NOON + timedelta(days=365)


def put_off(campaign, until):
    BulkDelivery.objects.filter(campaign=campaign).update(state=State.DEFERRED, due_at=until)


def test_a_letter_that_was_put_off_by_a_year_leaves_when_the_clock_is_put_right(running, sink):
    campaign = running(2)
    put_off(campaign, AHEAD)
    assert clock.put_right(now=NOON) == 2
    drive()
    assert set(states(campaign).values()) == {State.SENT}
    assert len(sink.after_dot) == 2


def test_control_without_it_the_letter_waits_for_the_year(running, sink):
    campaign = running(2)
    put_off(campaign, AHEAD)
    drive()
    assert set(states(campaign).values()) == {State.DEFERRED}
    assert sink.after_dot == []


def test_a_letter_that_was_put_off_as_long_as_can_be_is_left_alone(running):
    put_off(running(2), NOON + max(BACK_OFF))
    assert clock.put_right(now=NOON) == 0


def test_a_batch_of_a_year_s_time_is_one_of_now(running):
    """Or it would be taken for one that has only just begun, for a year."""
    batch = Batch.objects.create(
        token="of-a-test", campaign=running(1), lane=have_lanes()[0], folder="of-a-test", size=1, claimed_at=AHEAD
    )
    clock.put_right(now=NOON)
    batch.refresh_from_db()
    assert batch.claimed_at == NOON


def test_lanes_of_a_clock_that_was_ahead_open_again(site):
    lane = have_lanes()[0]
    Lane.objects.filter(pk=lane.pk).update(blocked_until=AHEAD, free_at=AHEAD)
    clock.put_right(now=NOON)
    lane.refresh_from_db()
    assert (lane.blocked_until, lane.free_at) == (None, None)


def test_control_a_lane_that_is_blocked_as_long_as_can_be_stays_so(site):
    lane = have_lanes()[0]
    until = NOON + LONGEST_BLOCK
    Lane.objects.filter(pk=lane.pk).update(blocked_until=until, free_at=NOON + timedelta(minutes=1))
    assert clock.put_right(now=NOON) == 0
