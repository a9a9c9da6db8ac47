"""Changing a registration that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from events.registration import notifications
from events.registration.choices import Action, AllocationState, Fill, MessageKind, Waitlist
from events.registration.cleaning import clean_party
from events.registration.duplicates import duplicate_key
from events.registration.exceptions import (
    AlreadyRegistered,
    Full,
    MoveNotAllowed,
    NoMoreRoom,
    RegistrationClosed,
    UnknownPlace,
)
from events.registration.letter_rows import sessions_of
from events.registration.models import Allocation, Offering, Registration
from events.registration.news import Addressee, News
from events.registration.party import Consent, NeedAsked, Party
from events.registration.questions import read_schema
from events.registration.states import State

from . import rules
from .attendance import take_back_check_ins
from .finding import locked_registration, offering_now
from .journal import move_to, record, tell_former_address
from .ledger import Ledger
from .placement import (
    allocate,
    ask_for_needs,
    is_still_coming,
    must_wait,
    release,
    release_all,
    serve,
    wanted_by,
)
from .rows import rewrite_party, set_contact


def change(
    *, registration: int, party: Party, now: datetime, by: Any = None, version: int | None = None
) -> Registration:
    """Change names, contact, needs, answers and the number of people; the place and the number in the queue stay.

    More people than fit is refused and nothing changes; fewer people give the rest to who waits. A change that changes
    nothing tells nobody. A new mail address is not a confirmed one, makes the links in earlier mails useless, and is
    told to the old one, which gets nothing else any more.

    Raises: NoMoreRoom, InvalidInput, PartyTooSmall, PartyTooLarge, AlreadyRegistered, ChangedMeanwhile, MoveNotAllowed,
    RegistrationClosed (after the start), Erased, PoolsBusy.
    """
    with locked_registration(registration, version=version) as (ledger, row):
        _check_open(row, now=now, by=by)
        questions = read_schema(row.form_version.schema) if row.form_version else []
        cleaned = clean_party(_with_old_consent(row, party), questions=questions, by_staff=by is not None)
        if by is None:
            cleaned = _with_noted_needs(row, party, cleaned)
        if cleaned.seats != row.seats:  # a party that staff let in larger may stay as it is, and become smaller
            may_be_large = by is not None or cleaned.seats < row.seats
            rules.check_size(row.offering, seats=cleaned.seats, by_staff=may_be_large)
        _keep_apart(row, row.offering, cleaned)
        _resize(ledger, row, cleaned.seats)
        former = Addressee(row.email, row.name) if row.can_be_mailed else None
        changed = set_contact(row, cleaned)
        if "email" in changed:
            row.verified_at = None
            row.token_version += 1
            notifications.withdraw_all(row, now=now)
        agrees_otherwise = _note_consent(row, party.consent, now)
        changed += rewrite_party(row, cleaned, now=now)
        _follow_needs(ledger, row, now)
        if not changed:
            if agrees_otherwise:  # kept and logged; who just ticked the box need not be told
                record(
                    registration=row, action=Action.CHANGED, now=now, by=by, before=row.state,
                    data={"changed": ["sensitive_consent_at"]},
                )  # fmt: skip
            return row
        _tell(row, now=now, by=by, changed=sorted(changed))
        if former is not None and "email" in changed:
            tell_former_address(registration=row, former=former, now=now, by=by)
        serve(ledger, now=now)
    return row


def give_back(
    *, registration: int, members: list[int], now: datetime, by: Any = None, version: int | None = None
) -> Registration:
    """Give back the places of some people of a party (ids of members).

    The last one cannot be given back in this way: that is a cancellation.

    Raises: UnknownPlace (not of this party, or all of it), ChangedMeanwhile, MoveNotAllowed, RegistrationClosed,
    Erased, PoolsBusy.
    """
    with locked_registration(registration, version=version) as (ledger, row):
        _check_open(row, now=now, by=by)
        people = list(row.members.filter(cancelled_at__isnull=True))
        leaving = [member for member in people if member.pk in set(members)]
        if len(leaving) != len(set(members)) or not leaving or len(leaving) == len(people):
            raise UnknownPlace
        for member in leaving:
            member.cancelled_at = now
            member.save(update_fields=["cancelled_at"])
        seats = row.seats - len(leaving)
        _resize(ledger, row, seats)
        row.seats = seats
        _tell(row, now=now, by=by, changed=["seats"])
        take_back_check_ins(registration=row, now=now, by=by, members=leaving)
        serve(ledger, now=now)
    return row


def move(
    *, registration: int, offering: int, now: datetime, by: Any = None, may_wait: bool = False,
    version: int | None = None,
) -> Registration:  # fmt: skip
    """Move a registration to another offering of the same event, with a new number in its queue.

    A move to an offering without room is refused and the old place is kept; with `may_wait`, somebody who waits anyway
    waits there instead. A place that was waited for is given where there is room.

    Raises: Full, UnknownPlace, RegistrationClosed, EventNotHeld, AlreadyRegistered, MoveNotAllowed, ChangedMeanwhile,
    Erased, PoolsBusy.
    """
    target = offering_now(offering)
    with locked_registration(registration, version=version, also=target) as (ledger, row):
        if target.event_id != row.event_id:
            raise UnknownPlace
        if target.pk == row.offering_id:
            return row
        if row.state not in {State.CONFIRMED, State.WAITLISTED, State.APPLIED}:
            raise MoveNotAllowed(before=row.state, after=row.state)
        rules.check_held(target, at=now)
        if by is None:
            rules.check_window(target, at=now)
            rules.check_window(row.offering, at=now)
        rules.check_size(target, seats=row.seats, by_staff=by is not None)
        _change_place(ledger, row, target, now=now, may_wait=may_wait, by=by)
        serve(ledger, now=now)
    return row


def _check_open(row: Registration, *, now: datetime, by: Any) -> None:
    """Refuse a change of what is over; people themselves cannot change what has begun."""
    if row.state not in {State.CONFIRMED, State.WAITLISTED, State.APPLIED}:
        raise MoveNotAllowed(before=row.state, after=row.state)
    if by is None and not is_still_coming(row.offering, now=now):
        raise RegistrationClosed


def _with_old_consent(row: Registration, party: Party) -> Party:
    """Somebody who agreed once need not agree again to change a telephone number."""
    if party.consent is None and row.sensitive_consent_at is not None:
        return replace(party, consent=Consent(version=row.consent_version, locale=row.consent_locale, sensitive=True))
    return party


def _with_noted_needs(row: Registration, party: Party, cleaned: Party) -> Party:
    """Keep the needs that staff noted from a call, where nobody could tick a box; no consent is withdrawn with them."""
    if row.sensitive_consent_at is not None or cleaned.needs:
        return cleaned
    asked = {(need.kind, need.language) for need in party.needs}
    noted = [NeedAsked(**values) for values in row.needs.values("kind", "language", "count", "details")]
    return replace(cleaned, needs=tuple(need for need in noted if (need.kind, need.language) in asked))


def _note_consent(row: Registration, consent: Consent | None, now: datetime) -> bool:
    """Note that somebody agrees, or does not any more; say whether that is news. The caller saves."""
    if consent is None or consent.sensitive == (row.sensitive_consent_at is not None):
        return False
    row.sensitive_consent_at = now if consent.sensitive else None
    return True


def _keep_apart(row: Registration, offering: Offering, party: Party) -> None:
    key = duplicate_key(party, rule=row.event.duplicates)
    others = Registration.objects.filter(offering=offering, duplicate_key=key).exclude(pk=row.pk)
    if key is not None and others.exists():
        raise AlreadyRegistered
    row.duplicate_key = key


def _resize(ledger: Ledger, row: Registration, seats: int) -> None:
    """Take more or give back units of the place. What is waited for only changes its size.

    Raises: NoMoreRoom.
    """
    for part in row.allocations.filter(is_primary=True).exclude(state=AllocationState.RELEASED):
        units = ledger.pools[part.pool_id].units_for(seats)
        more = units - part.units
        if more == 0:
            continue
        if part.state == AllocationState.HELD:
            if more > 0 and not ledger.has_room(part.pool_id, more):
                raise NoMoreRoom(free=ledger.pools[part.pool_id].free or 0)
            if more > 0 and row.event.fill == Fill.STRICT and _somebody_waits(part.pool_id):
                raise NoMoreRoom(free=0)
            ledger.take(part.pool_id, more) if more > 0 else ledger.put_back(part.pool_id, -more)
        part.units = units
        part.save(update_fields=["units"])


def _somebody_waits(pool: int) -> bool:
    """What is free belongs to who waits, even where it is too little for the first of them."""
    return Allocation.objects.filter(pool=pool, state=AllocationState.QUEUED, is_primary=True).exists()


def _follow_needs(ledger: Ledger, row: Registration, now: datetime) -> None:
    """Give back interpreters and the like that are not needed any more, and ask for those that are needed now."""
    if row.state != State.CONFIRMED:
        return
    wanted = {
        each.pool: each.units
        for each in wanted_by(row.offering.takes.select_related("pool"), seats=row.seats, needs=row.needs.all())
        if not each.is_primary
    }
    parts = row.allocations.filter(is_primary=False).exclude(state=AllocationState.RELEASED)
    release(ledger, [part for part in parts if wanted.get(part.pool_id) != part.units])
    ask_for_needs(ledger, row, now=now)


def _change_place(
    ledger: Ledger, row: Registration, target: Offering, *, now: datetime, may_wait: bool, by: Any
) -> None:
    old = sessions_of(row)
    had_place = row.state == State.CONFIRMED
    key = row.duplicate_key
    if key is not None and Registration.objects.filter(offering=target, duplicate_key=key).exists():
        raise AlreadyRegistered
    before = State(row.state)
    if before != State.APPLIED:
        release_all(ledger, row)
        takes = target.takes.select_related("pool")
        wanted = wanted_by(takes, seats=row.seats, needs=row.needs.all())
        waits = must_wait(ledger, wanted, fill=row.event.fill, now=now)
        if waits and (not may_wait or had_place or row.event.waitlist == Waitlist.NONE):
            raise Full
        allocate(ledger, row, wanted, now=now, hold=not waits)
        if not waits and before == State.WAITLISTED:
            move_to(row, State.CONFIRMED, now=now)
    origin = row.offering_id
    row.offering = target
    kept = {session.pk for session in sessions_of(row)}
    gone = [session for session in old if session.pk not in kept] if had_place else []
    record(
        registration=row, action=Action.MOVED, now=now, by=by, before=before, tells=MessageKind.MOVED,
        data={"from_offering": origin, "to_offering": target.pk}, news=News(by_staff=by is not None, taken_back=gone),
    )  # fmt: skip
    take_back_check_ins(registration=row, now=now, by=by, sessions=gone)


def _tell(row: Registration, *, now: datetime, by: Any, changed: list[str]) -> None:
    asks = "email" in changed and row.event.verify_first and row.can_be_mailed
    record(
        registration=row, action=Action.CHANGED, now=now, by=by, before=row.state,
        tells=MessageKind.VERIFY if asks else MessageKind.CHANGED,
        data={"changed": changed, "seats": row.seats}, news=News(by_staff=by is not None),
    )  # fmt: skip
