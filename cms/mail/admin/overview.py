"""How many mails stand where, and whether our own mail server is in trouble: for the head of the list and the card."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.utils.translation import pgettext

from cms.mail.querysets import LONG, DeliveryQuerySet
from cms.mail.states import NEED_A_PERSON, WAITING, Reason, State

# Of the line, not of one mail.
TROUBLE = (Reason.SERVER_SETUP, Reason.SERVER_AWAY)


@dataclass(frozen=True)
class Total:
    """One of the figures at the head of the list; `query` shows its mails."""

    label: str
    number: int
    query: str


@dataclass(frozen=True)
class Overview:
    """Counts of one moment. `waiting`, `sent`, `refused`, `uncertain` and `withdrawn` add up to `everything`."""

    totals: dict[State, int]
    needing_a_person: int
    waiting_long: int
    in_trouble: int
    trouble: Reason | None
    trouble_since: datetime | None

    @property
    def everything(self) -> int:
        return sum(self.totals.values())

    @property
    def waiting(self) -> int:
        return sum(self.totals[state] for state in WAITING)

    @property
    def lines(self) -> list[Total]:
        """The figures in their order, the sum last."""
        waiting = [State.PENDING, State.CLAIMED, State.DEFERRED]
        shown: list[tuple[str, list[State]]] = [(pgettext("mail", "Waiting"), waiting)]
        shown += [(str(state.label), [state]) for state in (State.SENT, *_FINAL)]
        totals = [
            Total(label, sum(self.totals[state] for state in states), urlencode({"state": states}, doseq=True))
            for label, states in shown
        ]
        return [*totals, Total(pgettext("mail", "All together"), self.everything, "")]


_FINAL = (State.REFUSED, State.UNCERTAIN, State.WITHDRAWN)


def overview(rows: DeliveryQuerySet, *, now: datetime) -> Overview:
    """Count `rows`, in one query."""
    in_trouble = Q(state=State.DEFERRED, reason__in=TROUBLE)
    counts = rows.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in State},
        needing=Count("pk", filter=Q(state__in=NEED_A_PERSON, handled_at__isnull=True)),
        long=Count("pk", filter=Q(state__in=WAITING, queued_at__lte=now - LONG)),
        trouble=Count("pk", filter=in_trouble),
        setup=Count("pk", filter=Q(state=State.DEFERRED, reason=Reason.SERVER_SETUP)),
        since=Min("queued_at", filter=in_trouble),
    )
    worst = Reason.SERVER_SETUP if counts["setup"] else Reason.SERVER_AWAY
    return Overview(
        totals={state: counts[state.value] for state in State},
        needing_a_person=counts["needing"],
        waiting_long=counts["long"],
        in_trouble=counts["trouble"],
        trouble=worst if counts["trouble"] else None,
        trouble_since=counts["since"],
    )
