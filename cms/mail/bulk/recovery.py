"""Settle what processes left that are gone. Anybody may, at any time, as often as they like."""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction

from cms.mail.models import Batch

from . import journal
from .journal import Account
from .settling import settle

logger = logging.getLogger(__name__)

# What another machine is sending cannot be judged here. After twice the time that Celery leaves any task it is taken
# for lost. Nobody is written to again for that, and a process that lives on is believed when it settles.
FOREIGN_IS_LOST_AFTER = timedelta(minutes=20)


def recover(*, now: datetime) -> int:
    """Settle every batch whose process has ended; return how many.

    Costs one query when there are none. A process that is only stopped still holds its lock: its batch is left to it.
    """
    here = journal.folder_name()
    number = 0
    for batch in Batch.objects.select_related("campaign").order_by("pk"):
        number += _recover(batch, now) if batch.folder == here else _give_up(batch, now)
    return number


def _give_up(batch: Batch, now: datetime) -> bool:
    """Settle a batch of which nothing can be learnt here, once it is taken for lost."""
    if batch.claimed_at > now - FOREIGN_IS_LOST_AFTER:
        return False
    return settle(batch=batch, account=Account(), untouched_are_doubtful=True, now=now)


def _recover(batch: Batch, now: datetime) -> bool:
    try:
        with journal.take_over(batch.token) as found:
            # After a power failure the kernel may not have written the last lines to the disk.
            is_complete = batch.boot == journal.boot()
            settled = settle(batch=batch, account=found.read(), untouched_are_doubtful=not is_complete, now=now)
            transaction.on_commit(found.remove)
    except journal.Held:
        return False
    except journal.Missing:
        return settle(batch=batch, account=Account(), untouched_are_doubtful=True, now=now)
    except OSError as error:  # another user's file, or a disk that is at its end: no reason to keep all others waiting
        logger.error("bulk mail: the journal of batch %d cannot be read (%s)", batch.pk, type(error).__name__)
        return _give_up(batch, now)
    return settled


def tidy() -> None:
    """Remove old journals that no batch stands for: their processes died before anything was claimed."""
    known = set(Batch.objects.values_list("token", flat=True))
    for token in journal.stray(known, now=time.time()):
        try:
            with journal.take_over(token) as found:
                if not Batch.objects.filter(token=token).exists():
                    found.remove()
        except (journal.Held, journal.Missing, OSError):
            continue
