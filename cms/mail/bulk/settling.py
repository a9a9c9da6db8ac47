"""Write down what became of a batch: one transaction, by its process or by whoever finds it abandoned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.mail.models import Batch, BulkDelivery, Campaign
from cms.mail.outcomes import Outcome, Result
from cms.mail.settling import BACK_OFF, PATIENCE
from cms.mail.states import Reason, State
from cms.mail.unreachable import note_unreachable

from . import budget, statements
from .journal import Account
from .states import CampaignState


@transaction.atomic(savepoint=False)
def settle(*, batch: Batch, account: Account, untouched_are_doubtful: bool = False, now: datetime) -> bool:
    """Write down an account of a batch and close it; say whether it was still open.

    Results count as they are, deliveries in doubt become uncertain, the others go back to wait, or become uncertain too
    when the account may lack something. Who left the list meanwhile and was not written to is withdrawn. A late account
    is evidence still: what others had taken for uncertain becomes what the account says.
    """
    was_open = statements.delete(batch)
    if _all_left(batch, account, now):
        return was_open
    of_batch = BulkDelivery.objects.of(batch.campaign_id).filter(batch=batch.token)
    mine = of_batch.filter(state__in=[State.CLAIMED, State.UNCERTAIN])
    _sent(mine, account, now)
    _refused(mine, batch, account, now)
    claimed = of_batch.filter(state=State.CLAIMED)
    _deferred(claimed, batch, account, now)
    if was_open and not untouched_are_doubtful:
        have_left = sum(outcome.result in {Result.SENT, Result.DOUBT} for outcome in account.results.values())
        budget.give_back(batch, batch.size - have_left - len(account.doubtful))
    uncertain = {"state": State.UNCERTAIN, "changed_at": now}
    doubtful = [pk for pk, outcome in account.results.items() if outcome.result is Result.DOUBT]
    _update(claimed, doubtful, **uncertain, reason=Reason.LINE_BROKEN)
    _update(claimed, account.doubtful, **uncertain, reason=Reason.WORKER_DIED)
    if untouched_are_doubtful:
        claimed.update(**uncertain, reason=Reason.WORKER_DIED)
    _back_or_withdrawn(claimed, now)
    return was_open


def _all_left(batch: Batch, account: Account, now: datetime) -> bool:
    """Write down, as nearly always, that all have left with the same answer; say whether that is so."""
    outcomes = account.results.values()
    first = next(iter(outcomes), None)
    # The line gives the same object for the same answer: comparing what is in them would cost more than the statement.
    if first is None or first.result is not Result.SENT or len(outcomes) != batch.size:
        return False
    if not all(outcome is first for outcome in outcomes):
        return False
    return statements.mark_all_as_sent(batch, first.code, now) == batch.size


def _sent(rows: Any, account: Account, now: datetime) -> None:
    sent = {"state": State.SENT, "sent_at": now, "changed_at": now, "reason": Reason.NONE, "reply": "", "batch": None}
    for code, pks in _by(account, Result.SENT, lambda outcome: outcome.code).items():
        _update(rows, pks, **sent, reply_code=code)


def _refused(rows: Any, batch: Batch, account: Account, now: datetime) -> None:
    refused = {pk: outcome for pk, outcome in account.results.items() if outcome.result is Result.NEVER}
    for pk, outcome in refused.items():
        change = {"state": State.REFUSED, "changed_at": now, "batch": None, "reason": outcome.reason}
        _update(rows, [pk], **change, **_answer(outcome))
    unknown = [pk for pk, outcome in refused.items() if outcome.no_such_mailbox]
    if not unknown:
        return
    hashes = BulkDelivery.objects.filter(pk__in=unknown).values_list("address_hash", flat=True)
    known = [digest for digest in hashes if digest]  # else erased meanwhile
    note_unreachable(site_id=batch.campaign.site_id, hashes=known, now=now)


def _deferred(claimed: Any, batch: Batch, account: Account, now: datetime) -> None:
    # A line that failed on one is a reason to try the others first: else that one would stop its lane for good.
    later = {Result.LATER, Result.LINE}
    put_off = {pk: outcome for pk, outcome in account.results.items() if outcome.result in later}
    if not put_off:
        return
    patience_ends = (batch.campaign.start_at or now) + PATIENCE
    attempts = dict(claimed.filter(pk__in=put_off).values_list("pk", "attempts"))
    for pk, outcome in put_off.items():
        if pk not in attempts:
            continue
        change = {"attempts": attempts[pk] + 1, "changed_at": now, **_answer(outcome)}
        if now >= patience_ends:
            _update(claimed, [pk], state=State.REFUSED, batch=None, **change, reason=Reason.GIVEN_UP)
            continue
        due_at = now + BACK_OFF[min(attempts[pk], len(BACK_OFF) - 1)]
        # Who left the list meanwhile is not asked again: those rows carry a reason already.
        still_wanted = claimed.filter(reason=Reason.NONE)
        _update(still_wanted, [pk], state=State.DEFERRED, due_at=due_at, batch=None, **change, reason=outcome.reason)


def _back_or_withdrawn(claimed: Any, now: datetime) -> None:
    claimed.filter(reason=Reason.NONE).update(state=State.PENDING, batch=None, changed_at=now)
    claimed.update(state=State.WITHDRAWN, batch=None, changed_at=now)


def _by(account: Account, result: Result, key: Any) -> Mapping[Any, list[int]]:
    grouped: dict[Any, list[int]] = defaultdict(list)
    for pk, outcome in account.results.items():
        if outcome.result is result:
            grouped[key(outcome)].append(pk)
    return grouped


def _update(rows: Any, pks: Iterable[int], **change: Any) -> None:
    if numbers := list(pks):
        rows.filter(pk__in=numbers).update(**change)


def _answer(outcome: Outcome) -> dict[str, Any]:
    return {"reply_code": outcome.code, "reply": outcome.reply[:500]}


def finish_if_done(campaign_id: int, *, now: datetime) -> bool:
    """Close a running campaign of which nothing is left to send; say whether it was."""
    waiting = BulkDelivery.objects.of(campaign_id).unsettled()
    if waiting.exists():  # without a lock
        return False
    with transaction.atomic():
        # Asked again under the campaign's lock: what somebody has just decided to send again must not be left behind.
        running = Campaign.objects.filter(pk=campaign_id, state=CampaignState.RUNNING)
        if running.select_for_update(no_key=True).first() is None or waiting.exists():
            return False
        return bool(running.update(state=CampaignState.FINISHED, finished_at=now))
