"""Send what is due, one mail after the other over one line, until nothing is left, time is up or the line is down."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.errors import MessageError

from celery import current_task

from . import waking
from .addresses import on_the_wire
from .claiming import claim, refuse_suppressed, take_back_abandoned
from .mime import SenderOfSite, message_of
from .models import Delivery
from .outcomes import Outcome, Result
from .return_paths import Sealed, mark_for_services, return_path
from .settling import settle
from .states import Reason
from .transport import Transport, open_transport

logger = logging.getLogger(__name__)

# Far below the time limit of a task; what is left is for the next wake-up, behind what else the worker has to do.
BUDGET = timedelta(seconds=20)
SWEEPERS_BUDGET = timedelta(seconds=15)
# What has been due for so long was read by no worker.
WORKERS_ARE_GONE_AFTER = timedelta(minutes=10)
# What putting a message together raises. What the line raises is the transport's to name.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, MessageError)
# A line that failed so often in a row, or let us wait so long once, is down: the next pump tries it again.
MOST_FAILURES = 2
SLOW = timedelta(seconds=15)


@dataclass
class Pumped:
    """How many attempts ended how, and whether mails that are due were left because time was up."""

    results: Counter[Result] = field(default_factory=Counter)
    more: bool = False

    def __str__(self) -> str:
        counted = ", ".join(f"{number} {result.value}" for result, number in sorted(self.results.items(), key=str))
        return counted or "nothing"


def clock_from(now: datetime) -> Callable[[], datetime]:
    """Return a clock that shows `now` and runs on from there."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def pump(*, now: datetime, budget: timedelta = BUDGET) -> Pumped:
    """Send what is due. Safe with any number of others at the same time: each delivery is claimed by one.

    Starting it when there is nothing to send costs three queries and no write.
    """
    clock = clock_from(now)
    pumped = Pumped()
    take_back_abandoned(now=now)
    refuse_suppressed(now=now)
    transport, senders, failures = open_transport(), SenderOfSite(), 0
    try:
        while failures < MOST_FAILURES:
            started = clock()
            if started - now > budget:
                pumped.more = True
                break
            delivery = claim(now=started)
            if delivery is None:
                break
            outcome = _attempt(delivery, transport, senders)
            settle(delivery, outcome, now=clock())
            pumped.results[outcome.result] += 1
            # Numbers only: neither address nor subject nor the server's answer may stand in a log.
            logger.info("mail %d: %s %s", delivery.pk, outcome.result.value, outcome.code or "")
            if outcome.result in {Result.LINE, Result.DOUBT}:
                failures += MOST_FAILURES if clock() - started > SLOW else 1
            else:
                failures = 0
    finally:
        transport.close()
    return pumped


def _attempt(delivery: Delivery, transport: Transport, senders: SenderOfSite) -> Outcome:
    try:
        message = message_of(delivery, list(delivery.mailing.attachments.all()), senders)
        recipient = on_the_wire(delivery.address)
        recipient.encode("ascii")
        sealed = Sealed(delivery.pk, is_single=True)
        mark_for_services(message, sealed)
        return transport.send(message, recipient=recipient, return_path=return_path(sealed))
    except UNREADABLE as error:
        # Without its message, which may repeat what could not be put together.
        logger.error("mail %d cannot be put together: %s", delivery.pk, type(error).__name__)
        return Outcome(Result.NEVER, Reason.UNREADABLE, reply=type(error).__name__)


def sweep(*, now: datetime) -> None:
    """See that what a lost wake-up or a dead worker left is sent.

    Inside a Celery worker another message does it, so that a mail server that stalls keeps no other schedule waiting;
    where no worker runs (`manage.py tick`), or none reads the mails, they are sent here.
    """
    waits = Delivery.objects.due(at=now)
    if not waits.exists() and not Delivery.objects.abandoned(at=now).exists():
        return
    if _is_in_worker() and not waits.filter(due_at__lte=now - WORKERS_ARE_GONE_AFTER).exists() and waking.wake():
        return
    pump(now=now, budget=SWEEPERS_BUDGET)


def _is_in_worker() -> bool:
    return bool(current_task) and not current_task.request.called_directly
