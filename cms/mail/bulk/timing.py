"""When a campaign begins: not at night, and not on the stroke of the hour with everybody else's."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from .querysets import QUIET_UNTIL, is_quiet

# A tenth of a second for each reader, five minutes at most: a few letters begin when it was said.
SPREAD, LONGEST_SPREAD = timedelta(seconds=0.1), timedelta(minutes=5)


def next_open(at: datetime, *, keeps_quiet: bool) -> datetime:
    """Return the first moment from `at` on at which a campaign may send."""
    if not keeps_quiet or not is_quiet(at):
        return at
    local = timezone.localtime(at)
    morning = local.replace(
        hour=QUIET_UNTIL.hour, minute=QUIET_UNTIL.minute, second=0, microsecond=0, fold=0
    )  # fmt: skip
    return morning if morning >= local else morning + timedelta(days=1)


def jitter(readers: int) -> timedelta:
    """Return by how much a planned start is put off, in whole seconds: mail servers are busiest at full hours."""
    most = min(SPREAD * readers, LONGEST_SPREAD)
    return timedelta(seconds=random.randint(0, int(most.total_seconds())))  # nobody's secret
