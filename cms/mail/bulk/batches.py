"""One batch from claim to settlement."""

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import InterfaceError, OperationalError, connection, transaction

from cms.mail.addresses import on_the_wire
from cms.mail.backend_errors import RAISED, meaning_of
from cms.mail.models import Lane
from cms.mail.outcomes import Outcome, Result
from cms.mail.states import Reason

from . import editions, journal
from .backends import BackendLine
from .claiming import Claimed, Sendable, anything_due, claim, sendable
from .conversation import Conversation, Message
from .editions import Parcel, PreparedEdition
from .journal import Account, Journal
from .lanes import block, note_success
from .pacing import Pace
from .return_paths import return_paths
from .services.breaker import pause_if_too_many_unknown
from .settling import settle

logger = logging.getLogger(__name__)

SENT = Result.SENT
Clock = Callable[[], datetime]
# A database that went away is asked again for as long as this before a batch is left to recovery.
ASKED_AGAIN_AFTER = (0.1, 0.5, 2.0, 5.0)  # seconds
EDITIONS_KEPT = 50
ASKED_EVERY = timedelta(seconds=1)


class Line(Protocol):
    """A way out for many messages."""

    is_open: bool

    def deliver(
        self, messages: Iterator[Message], *, before_dot: Callable[[int], None], after: Callable[[int, Outcome], None]
    ) -> None:
        """See `Conversation.deliver`."""

    def close(self) -> None:
        """Hang up."""


def open_line() -> Line | Outcome:
    """Connect to where Django's settings say; return an outcome of kind LINE when that fails."""
    try:
        backend = get_connection(fail_silently=False)
        if isinstance(backend, EmailBackend):
            return Conversation.open()
        backend.open()
    except RAISED as error:
        return meaning_of(error, unknown=Outcome(Result.LINE, Reason.SERVER_AWAY, reply=type(error).__name__))
    return BackendLine(backend)


class Taken(NamedTuple):
    """A batch that this process has taken up, with its journal locked."""

    claimed: Claimed
    book: Journal


class Sender:
    """What a process keeps from batch to batch of one lane: its line and the editions it has loaded."""

    def __init__(self, lane: Lane, clock: Clock):
        self.lane = lane
        self._clock = clock
        self._line: Line | None = None
        self._is_at_work = False
        self._campaigns: list[Sendable] = []
        self._sendable_until: datetime | None = None
        self._edition: Callable[[int], PreparedEdition] = lru_cache(EDITIONS_KEPT)(editions.load)

    def take_turn(self, *, until: datetime) -> Counter[Result] | None:
        """Send batch after batch until nothing is left to claim or time is up; None when there was nothing at all."""
        # A lane that nobody needs costs a look, one that is at work goes straight on to its next claim.
        if not self._is_at_work and not anything_due(lane_id=self.lane.pk, now=self._clock()):
            return None
        results: Counter[Result] = Counter()
        taken = self._take_up()
        self._is_at_work = taken is not None
        while taken is not None:
            with taken.book:
                taken, counted = self._send(taken, until)
            results += counted
        return results if self._is_at_work else None

    def _send(self, taken: Taken, until: datetime) -> tuple[Taken | None, Counter[Result]]:
        """Hand a batch over and settle it; return the batch that was taken up with that, and how this one ended."""
        claimed, account = taken.claimed, Account()
        began = time.monotonic()
        failure = self._hand_over(claimed, taken.book, account)
        rate = len(account.results) / max(time.monotonic() - began, 0.001)
        following = self._settle(claimed, account, failure, rate, goes_on=self._clock() < until)
        taken.book.remove()
        results = Counter(outcome.result for outcome in account.results.values())
        # Numbers only: neither address nor subject nor the server's answer may stand in a log.
        logger.info("bulk mail: batch of %d, %s", len(claimed.parcels), dict(results))
        return following, results

    def _take_up(self) -> Taken | None:
        token, now = uuid.uuid4().hex, self._clock()
        book = journal.begin(token)
        try:
            claimed = claim(lane_id=self.lane.pk, token=token, campaigns=self._sendable(now), now=now)
        except BaseException:
            # It may have been committed all the same: the file is left for recovery.
            book.close()
            raise
        if claimed is None:
            book.remove()
            book.close()
            return None
        return Taken(claimed, book)

    def _sendable(self, now: datetime) -> list[Sendable]:
        """Return the campaigns to look in, asked for once a second; claiming sees what was paused in between."""
        if self._sendable_until is None or now >= self._sendable_until or not self._campaigns:
            self._campaigns, self._sendable_until = sendable(now=now), now + ASKED_EVERY
        return self._campaigns

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    # Handing over ------------------------------------------------------------------------------------------------

    def _hand_over(self, claimed: Claimed, book: Journal, account: Account) -> Outcome | None:
        """Hand a batch over; return what stopped it before its end, if anything did."""
        pace = Pace(claimed.rate, claimed.starts_at, self._clock)
        failures: list[Outcome] = []
        addresses = {parcel.pk: parcel.address for parcel in claimed.parcels}

        def before_dot(pk: int) -> None:
            pace.wait()
            book.intend(pk)
            account.doubtful.add(pk)

        def after(pk: int, outcome: Outcome) -> None:
            if outcome.result is not SENT:
                outcome = _without_address(outcome, addresses[pk])
                if outcome.result in {Result.LINE, Result.DOUBT}:
                    failures.append(outcome)
            account.results[pk] = outcome
            account.doubtful.discard(pk)
            book.conclude(pk, outcome)

        messages = self._messages(claimed.parcels, after)
        sent_before = -1
        try:
            book.enter(list(addresses))
            while True:
                line = self._open()
                if isinstance(line, Outcome):
                    return line
                line.deliver(messages, before_dot=before_dot, after=after)
                if line.is_open:
                    return None
                self._line = None
                failure = failures[-1] if failures else Outcome(Result.LINE, Reason.LINE_BROKEN)
                sent = sum(outcome.result is Result.SENT for outcome in account.results.values())
                # A line that breaks is opened again for as long as it gets anywhere.
                if failure.code is not None or sent == sent_before or (sent_before < 0 and not sent):
                    return failure
                sent_before = sent
        except OSError as error:  # the journal cannot be written: what it does not hold must not be sent
            self.close()
            return Outcome(Result.LINE, Reason.LINE_BROKEN, reply=type(error).__name__)

    def _open(self) -> Line | Outcome:
        if self._line is None or not self._line.is_open:
            line = open_line()
            if isinstance(line, Outcome):
                return line
            self._line = line
        return self._line

    def _messages(self, parcels: list[Parcel], after: Callable[[int, Outcome], None]) -> Iterator[Message]:
        return_path = return_paths()
        for parcel in parcels:
            try:
                recipient = on_the_wire(parcel.address)
                content = self._edition(parcel.edition_id).message(parcel, recipient)
            except (ValueError, LookupError, TypeError) as error:
                # Without its message, which may repeat what could not be put together.
                logger.error("bulk mail %d cannot be put together: %s", parcel.pk, type(error).__name__)
                after(parcel.pk, Outcome(Result.NEVER, Reason.UNREADABLE, reply=type(error).__name__))
                continue
            yield Message(parcel.pk, return_path(parcel.pk), recipient, content)

    # Settling ----------------------------------------------------------------------------------------------------

    def _settle(
        self, claimed: Claimed, account: Account, failure: Outcome | None, rate: float, *, goes_on: bool
    ) -> Taken | None:
        """Write the account down, and where all goes well take up the next batch in the same transaction.

        A database that went away meanwhile is asked again, for the account alone. Raises OperationalError or
        InterfaceError when it stays away: the journal then tells recovery.
        """
        # What has to be looked at first, or waits for its time, is not to have deliveries in hand already. And what
        # comes back unsent is uncounted first: a claim has its lane locked while it waits for the day's budget.
        goes_on = goes_on and failure is None and claimed.rate is None and _have_all_left(claimed, account)
        for pause in ASKED_AGAIN_AFTER:
            try:
                return self._write_down(claimed, account, failure, rate, goes_on)
            except (OperationalError, InterfaceError) as error:
                logger.warning("bulk mail: the database is away (%s)", type(error).__name__)
                if connection.in_atomic_block:
                    raise
                connection.close()
                goes_on = False
                time.sleep(pause)
        return self._write_down(claimed, account, failure, rate, goes_on)

    def _write_down(
        self, claimed: Claimed, account: Account, failure: Outcome | None, rate: float, goes_on: bool
    ) -> Taken | None:
        now = self._clock()
        following: Taken | None = None
        try:
            with transaction.atomic():
                # The lane before the day's budget, as claiming locks them: or the two would wait for each other.
                if failure is None:
                    note_success(self.lane, seen_rate=rate)
                else:
                    slow_down = failure.code == 421
                    block(self.lane.pk, reason=failure.reason, seen_rate=rate, slow_down=slow_down, now=now)
                settle(batch=claimed.batch, account=account, now=now)
                if goes_on:
                    following = self._take_up()
        except BaseException:
            if following is not None:
                following.book.close()
            raise
        # Apart: whoever leaves a list holds the campaign while waiting for deliveries, and would wait for us.
        if _has_unknown(account):
            pause_if_too_many_unknown(claimed.batch.campaign_id, now=now)
        return following


def _have_all_left(claimed: Claimed, account: Account) -> bool:
    outcomes = account.results.values()
    return len(outcomes) == len(claimed.parcels) and all(outcome.result is SENT for outcome in outcomes)


def _has_unknown(account: Account) -> bool:
    return any(outcome.no_such_mailbox for outcome in account.results.values())


def _without_address(outcome: Outcome, address: str) -> Outcome:
    if not outcome.reply or not address:
        return outcome
    reply = outcome.reply.replace(address, "…")
    return Outcome(outcome.result, outcome.reason, outcome.code, reply, outcome.no_such_mailbox)
