"""Bits say which events have a value."""

import random

import pytest

from events.tallies import Places, Tally, marked


@pytest.mark.parametrize("number", [0, 1, 7, 8, 9, 1000])
def test_both_ways_of_marking_events_mark_the_same_bits(number):
    chance = random.Random(number)
    keys = chance.sample(range(10**9), number)
    found = {pk for pk in keys if chance.random() < 0.5}
    assert marked(keys, found) == Places(keys).marked(found)
    assert marked(keys, found).bit_count() == len(found)


def test_events_of_another_run_and_those_named_twice_do_not_count():
    places = Places([5, 3, 9])
    assert places.marked([3, 3, 4]).bit_count() == 1


def test_a_tally_counts_those_that_are_in_both():
    keys = [5, 3, 9, 12]
    tally = Tally({"count": 3}, Places(keys).marked([5, 9, 12]))
    assert tally.among(marked(keys, {3, 9, 12})) == 2
    assert tally.among(marked(keys, set())) == 0
