"""A line to the mail server that is cut while an issue leaves, wherever that is: nobody gets two copies, nobody none.

Of each line that is cut one letter at most is uncertain; every other reader gets hers. The cuts go through a batch from
its first byte to its last: amid an envelope, amid a letter, between its last line and the answer, amid an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from cms.mail.bulk import conversation
from cms.mail.models import BulkDelivery, Campaign, Lane
from cms.mail.outcomes import Outcome, Result
from cms.mail.states import State
from tests.mail.bulk.conftest import create, drive, journals, prepared, running, site
from tests.mail.conftest import NOON, sink
from tests.mail.sink import Sink

from .cut_line import Cut, Line, Way

__all__ = ["create", "journals", "prepared", "running", "sink", "site"]
pytestmark = pytest.mark.django_db
READERS = 6
#: So many places in a batch a line is cut at, besides those around the end of a letter.
PLACES = 9
HOURS = 6


@pytest.fixture(params=["plain", "pipelined"])
def line(request: pytest.FixtureRequest, sink: Sink, settings: Any) -> Iterator[Line]:
    sink.pipelining = request.param == "pipelined"
    settings.EMAIL_TIMEOUT = 5
    with Line(settings.EMAIL_PORT) as between:
        settings.EMAIL_PORT = between.port
        yield between


def sent_with(line: Line, sink: Sink, running: Callable[..., Any], *cuts: Cut) -> dict[str, tuple[str, int]]:
    """Send an issue over lines that are cut so; return how each reader's letter stands and how often she got it."""
    sink.after_dot.clear()
    Lane.objects.update(blocked_until=None, blocks=0)
    line.cuts[:], line.was_cut = cuts, 0
    line.passed = dict.fromkeys(Way, 0)
    campaign = running(READERS, key=str(Campaign.objects.count()))
    for hours in range(HOURS):
        drive(now=NOON + timedelta(hours=hours))
    line.settle()
    copies = Counter(message.recipients[0] for message in sink.after_dot)
    rows = BulkDelivery.objects.filter(campaign=campaign).values_list("address", "state")
    return {address: (state, copies[address]) for address, state in rows}


def places(line: Line, sink: Sink, running: Callable[..., Any], way: Way) -> list[int]:
    """After how many bytes to cut: spread over an issue that leaves whole, and close around the end of an answer."""
    assert set(sent_with(line, sink, running).values()) == {(State.SENT, 1)}
    whole = line.passed[way]
    spread = {whole * number // (PLACES + 1) for number in range(1, PLACES + 1)}
    letter = whole // READERS
    around = {letter * 2 + step for step in (-8, -2, 0, 2, 8)} if way is Way.ANSWERED else set()
    return sorted({1, whole - 1, *spread, *around})


def unlike_promised(found: dict[str, tuple[str, int]], cut: int) -> dict[str, tuple[str, int]]:
    """Return the readers who were dropped or doubled, or of whom more are uncertain than lines were cut."""
    as_promised = {(State.SENT, 1), (State.UNCERTAIN, 0), (State.UNCERTAIN, 1)}
    wrong = {address: said for address, said in found.items() if said not in as_promised}
    uncertain = {address: said for address, said in found.items() if said[0] == State.UNCERTAIN}
    return wrong | (uncertain if len(uncertain) > cut else {})


# Where a line is cut is a matter of the conversation, and whom it leaves uncertain is read from the journal, a file.
# What comes of it stands in the database like any other result: the test of three lines in a row looks at that on each.
@pytest.mark.one_database
@pytest.mark.parametrize("resets", [True, False], ids=["reset", "ended"])
@pytest.mark.parametrize("way", Way)
def test_a_line_that_is_cut_costs_one_reader_at_most_her_certainty(
    line: Line, sink: Sink, running: Callable[..., Any], way: Way, resets: bool
) -> None:
    for after in places(line, sink, running, way):
        found = sent_with(line, sink, running, Cut(way, after, resets))
        assert line.was_cut == 1
        assert unlike_promised(found, line.was_cut) == {}, after


def test_every_line_that_is_cut_amid_a_letter_leaves_that_one_uncertain(
    line: Line, sink: Sink, running: Callable[..., Any]
) -> None:
    """Three in a row, each amid the first letter that it carries: the fourth takes the others."""
    amid = 900
    found = sent_with(line, sink, running, *[Cut(Way.SENT, amid, resets=True)] * 3)
    assert line.was_cut == 3
    assert unlike_promised(found, line.was_cut) == {}
    assert Counter(state for state, _copies in found.values()) == {State.UNCERTAIN: 3, State.SENT: READERS - 3}
    assert [copies for state, copies in found.values() if state == State.UNCERTAIN] == [0, 0, 0]


@pytest.mark.thorough  # that the test above can fail
def test_control_who_takes_a_cut_line_for_one_that_took_nothing_doubles(
    line: Line, sink: Sink, running: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = places(line, sink, running, Way.ANSWERED)

    def without_doubt(result: Result, *more: Any, **said: Any) -> Outcome:
        return Outcome(Result.LINE if result is Result.DOUBT else result, *more, **said)

    monkeypatch.setattr(conversation, "Outcome", without_doubt)
    found = [sent_with(line, sink, running, Cut(Way.ANSWERED, after, resets=True)) for after in answered]
    assert any(copies > 1 for each in found for _state, copies in each.values())
