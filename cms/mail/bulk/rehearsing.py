"""Hand messages over as the engine would, at the pace of their lanes, to a sink. Nothing is written to the database."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cms.mail.outcomes import Outcome, Result

from .conversation import Message
from .editions import Parcel, PreparedEdition
from .sink import Sink

#: No mailbox can have such an address (RFC 2606): what is rehearsed could not reach anybody even if it got out.
NOBODY = "reader-{}@rehearsal.invalid"
SENDER = "rehearsal@rehearsal.invalid"


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal measured. sizes: of whole messages, in bytes: smallest, average, largest. rate: a second."""

    tried: int = 0
    taken: int = 0
    seconds: float = 0.0
    sizes: tuple[int, int, int] = (0, 0, 0)
    by_lane: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.taken / self.seconds if self.seconds else 0.0


def disguised(parcel: Parcel, number: int) -> Parcel:
    """Return a parcel of the same size for nobody: another address, a name and a token that are nobody's."""
    return parcel._replace(
        address=NOBODY.format(number), recipient="〇" * len(parcel.recipient), token="x" * len(parcel.token)
    )


def rehearse(
    parcels: Mapping[str, Sequence[Parcel]], *, edition: Callable[[int], PreparedEdition],
    rates: Mapping[str, float | None], within: timedelta,
) -> Rehearsed:  # fmt: skip
    """Hand over as many as leave within a time. parcels: by lane. rates: messages a second of each; None: no limit."""
    began = time.monotonic()
    ends, sizes, lanes, taken = began + within.total_seconds(), [], Counter[str](), 0
    dues: dict[int, float] = {}

    def messages() -> Iterator[Message]:
        for number, (due, lane, parcel) in enumerate(_in_turn(parcels, rates)):
            if began + due >= ends or time.monotonic() >= ends:
                return
            nobody = disguised(parcel, number)
            content = edition(nobody.edition_id).message(nobody, nobody.address)
            sizes.append(len(content))
            lanes[lane] += 1
            dues[number] = began + due
            yield Message(number, SENDER, nobody.address, content)

    def wait(number: int) -> None:
        seconds = dues.pop(number) - time.monotonic()
        if seconds > 0:
            time.sleep(seconds)

    def count(number: int, outcome: Outcome) -> None:
        nonlocal taken
        taken += outcome.result is Result.SENT

    with Sink() as sink:
        line = sink.open()
        line.deliver(messages(), before_dot=wait, after=count)
        line.close()
    seconds = time.monotonic() - began
    middle = sum(sizes) // len(sizes) if sizes else 0
    return Rehearsed(
        len(sizes), taken, seconds, (min(sizes, default=0), middle, max(sizes, default=0)), dict(lanes)
    )  # fmt: skip


def _in_turn(
    parcels: Mapping[str, Sequence[Parcel]], rates: Mapping[str, float | None]
) -> Iterator[tuple[float, str, Parcel]]:
    """Yield (seconds after the start, lane, parcel), the one due first first."""
    turns = [_of_lane(lane, some, 1 / rate if (rate := rates.get(lane)) else 0.0) for lane, some in parcels.items()]
    return heapq.merge(*turns, key=lambda turn: turn[:2])


def _of_lane(lane: str, parcels: Sequence[Parcel], gap: float) -> Iterator[tuple[float, str, Parcel]]:
    return ((number * gap, lane, parcel) for number, parcel in enumerate(parcels))
