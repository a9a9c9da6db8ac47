"""Draws that anybody can check."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration import lottery
from events.registration.choices import Action, Fill, MessageKind, Selection, Waitlist
from events.registration.exceptions import AlreadyDrawn, NotALottery, StillOpen
from events.registration.models import Draw, Offering, Registration
from events.registration.outcomes import DrawCheck
from events.registration.states import State

from .decisions import place, put_on_list
from .finding import offering_now
from .journal import move_to, record
from .ledger import Ledger
from .locks import locked_pools
from .placement import Wanted, must_wait, pools_of, wanted_by


def commit_draw(*, offering: int, now: datetime) -> Draw:
    """Fix the seed of the draw and publish its hash; a second call returns the first draw.

    To be called when registration opens, so that the seed is fixed before anybody knows who applies.

    Raises: UnknownPlace, NotALottery.
    """
    row = offering_now(offering)
    if row.event.selection != Selection.LOTTERY:
        raise NotALottery
    seed = lottery.new_seed()
    draw, _made = Draw.objects.get_or_create(
        offering=row, defaults={"seed": seed, "commitment": lottery.commitment(seed), "committed_at": now}
    )
    return draw


def run_draw(*, offering: int, by: Any, now: datetime) -> list[Registration]:
    """Draw: rank all who applied, give places down the list, put the others on the waiting list, or tell them.

    With strict filling the list ends at the first party that does not fit whole; else smaller ones after it get the
    rest. Returns all who took part, in the order drawn.

    Raises: UnknownPlace, NotALottery, StillOpen, AlreadyDrawn, PoolsBusy.
    """
    row = offering_now(offering)
    draw_id = commit_draw(offering=offering, now=now).pk
    with locked_pools(pools_of(row)) as ledger:
        row = offering_now(offering)
        draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw_id)
        if draw.drawn_at is not None:
            raise AlreadyDrawn
        closes_at = row.closes_at
        if not row.is_closed and (closes_at is None or now < closes_at):
            raise StillOpen
        drawn = _rank(draw, row, by, now)
        _give_places(ledger, row, drawn, by, now)
    return drawn


def _rank(draw: Draw, offering: Offering, by: Any, now: datetime) -> list[Registration]:
    applied = Registration.objects.filter(offering=offering, state=State.APPLIED)
    applicants = {row.code: row for row in applied.prefetch_related("needs")}
    drawn = [applicants[code] for code in lottery.ranking(draw.seed, applicants)]
    for rank, row in enumerate(drawn, start=1):
        row.event, row.offering, row.draw_rank = offering.event, offering, rank
    draw.applicants_digest = lottery.digest(applicants)
    draw.applicants, draw.drawn_at, draw.drawn_by = len(drawn), now, by
    draw.save()
    return drawn


def _give_places(ledger: Ledger, offering: Offering, drawn: list[Registration], by: Any, now: datetime) -> None:
    takes = list(offering.takes.select_related("pool"))
    event, is_over = offering.event, False
    for row in drawn:
        wanted = wanted_by(takes, seats=row.seats, needs=row.needs.all())
        if not is_over and _has_room(ledger, wanted, event.fill, now):
            place(ledger, row, wanted, now=now, by=by)
            continue
        is_over = is_over or event.fill == Fill.STRICT
        if event.waitlist == Waitlist.NONE:
            before = move_to(row, State.NOT_SELECTED, now=now)
            record(
                registration=row, action=Action.NOT_SELECTED, now=now, by=by, before=before,
                tells=MessageKind.NOT_SELECTED,
            )  # fmt: skip
        else:
            put_on_list(ledger, row, wanted, now=now, by=by)


def _has_room(ledger: Ledger, wanted: list[Wanted], fill: str, now: datetime) -> bool:
    return not must_wait(ledger, wanted, fill=fill, now=now)


def check_draw(*, offering: int) -> DrawCheck:
    """Work the draw out once more from what is published: seed, commitment, codes and ranks.

    Raises: NotALottery (there was no draw).
    """
    draw = Draw.objects.filter(offering=offering, drawn_at__isnull=False).first()
    if draw is None:
        raise NotALottery
    ranked = Registration.objects.filter(offering=offering, draw_rank__isnull=False).order_by("draw_rank")
    codes = list(ranked.values_list("code", flat=True))
    return DrawCheck(
        seed_fits=lottery.commitment(draw.seed) == draw.commitment,
        list_fits=lottery.digest(codes) == draw.applicants_digest,
        ranks_fit=lottery.ranking(draw.seed, codes) == codes,
    )
