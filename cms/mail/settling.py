"""What becomes of a delivery after an attempt."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from .claiming import MOST_DOUBTFUL
from .models import Delivery
from .outcomes import Outcome, Result
from .states import Reason, State
from .unreachable import note_unreachable

# After the first, second, … attempt. Greylisting lets a mail in after five to fifteen minutes.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 120, 240)]
# A line that is down is tried again soon: its mails are not to blame, and they should leave when it is back.
LINE_IS_TRIED_AGAIN_AFTER = timedelta(minutes=2)
# RFC 5321 section 4.5.4.1: "the give-up time generally needs to be at least 4-5 days".
PATIENCE = timedelta(days=4)


def settle(delivery: Delivery, outcome: Outcome, *, now: datetime) -> bool:
    """Write down what came of an attempt; say whether the claim was still ours.

    It is not when the attempt took longer than its lease and another worker has taken over: then nothing is changed.
    """
    change = _change(delivery, outcome, now)
    reply = outcome.reply.replace(delivery.address, "…") if delivery.address else outcome.reply
    with transaction.atomic():
        ours = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED, claim=delivery.claim).update(
            **change, reply_code=outcome.code, reply=reply[:500], claim="", claimed_until=None, changed_at=now
        )
        if ours and outcome.no_such_mailbox and delivery.address_hash:
            note_unreachable(site_id=delivery.site_id, hashes=[delivery.address_hash], now=now)
    return bool(ours)


def _change(delivery: Delivery, outcome: Outcome, now: datetime) -> dict[str, Any]:
    if outcome.result is Result.SENT:
        return {"state": State.SENT, "sent_at": now, "reason": Reason.NONE}
    if outcome.result is Result.NEVER:
        return {"state": State.REFUSED, "reason": outcome.reason}
    doubtful = delivery.doubtful + (outcome.result is Result.DOUBT)
    if doubtful >= MOST_DOUBTFUL:
        return {"state": State.UNCERTAIN, "reason": outcome.reason, "doubtful": doubtful}
    if now >= delivery.give_up_at:
        state = State.UNCERTAIN if doubtful else State.REFUSED
        return {"state": state, "reason": Reason.GIVEN_UP, "doubtful": doubtful}
    change = {"state": State.DEFERRED, "reason": outcome.reason, "doubtful": doubtful}
    if outcome.result is Result.LINE:  # no attempt on this mail: an outage must not make later pauses longer
        return change | {"due_at": now + LINE_IS_TRIED_AGAIN_AFTER, "attempts": max(delivery.attempts - 1, 0)}
    return change | {"due_at": now + BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]}
