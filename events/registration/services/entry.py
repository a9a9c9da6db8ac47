"""Coming in: registrations from everywhere, and people who simply turn up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from cms.core.locales import language_of
from cms.core.statements import Statement
from events.registration import codes
from events.registration.choices import (
    BY_STAFF,
    Action,
    ActorKind,
    AllocationState,
    CheckInMethod,
    MessageKind,
    Selection,
    Source,
    Waitlist,
)
from events.registration.cleaning import clean_party
from events.registration.duplicates import duplicate_key
from events.registration.exceptions import (
    AlreadyRegistered,
    Full,
    IdempotencyConflict,
    InvalidInput,
    PoolsBusy,
    UnknownPlace,
)
from events.registration.letter_rows import DATES, LetterRows
from events.registration.models import Allocation, Event, FormVersion, Offering, OfferingPool, Registration, Session
from events.registration.news import News
from events.registration.outcomes import Registered
from events.registration.party import Party
from events.registration.questions import read_schema
from events.registration.states import State

from . import rules
from .attendance import note_attendance
from .journal import note
from .ledger import Ledger
from .locks import locked_pools
from .placement import Wanted, allocate, must_wait, pools_of, wanted_by
from .rows import new_registration, write_party

VERIFY_WITHIN = timedelta(minutes=30)
SHORTEST_KEY, LONGEST_KEY = 16, 64


@dataclass(frozen=True, kw_only=True)
class _Request:
    """One request to register, cleaned, with all that decides about it."""

    offering: Offering
    form: FormVersion | None
    party: Party
    idem_key: str
    request_hash: str
    locale: str
    source: str
    by: Any
    received_at: datetime
    may_wait: bool
    beyond_capacity: bool
    now: datetime

    @property
    def is_backdated(self) -> bool:
        """Whether staff type in what arrived earlier."""
        return self.source in BY_STAFF and self.received_at < self.now

    @property
    def is_walk_in(self) -> bool:
        return self.source == Source.WALK_IN


def register(
    *,
    offering: int,
    idem_key: str,
    party: Party,
    locale: str,
    now: datetime,
    source: str = Source.WEB,
    by: Any = None,
    received_at: datetime | None = None,
    may_wait: bool = True,
) -> Registered:
    """Register a party; the place is decided here and now.

    offering: id. idem_key: issued with the form, 16 to 64 characters; sending the same again returns the same
    registration. locale: the language of all messages. received_at: when a call or FAX arrived, for what staff type in;
    it gets the place in the queue that it would have had then, and the deadline is looked at for that time. may_wait:
    False refuses with `Full` in place of the waiting list.

    Raises: IdempotencyConflict, InvalidInput, NoRegistrationHere, NotOpenYet, RegistrationClosed, EventNotHeld,
    UnknownPlace, PartyTooSmall, PartyTooLarge, AlreadyRegistered, Full, PoolsBusy.
    """
    return _enter(
        offering=offering, idem_key=idem_key, party=party, locale=locale, now=now, source=source, by=by,
        received_at=received_at, may_wait=may_wait, beyond_capacity=False, attends=None,
    )  # fmt: skip


def was_taken(*, event: Event, idem_key: str) -> bool:
    """Whether a form with this key was taken: sent again, it leads to what it led to, whatever became of the event."""
    return next(iter(_KNOWN(event=event.pk, idem_key=idem_key)), None) is not None


def walk_in(
    *, session: int, party: Party, idem_key: str, by: Any, now: datetime, beyond_capacity: bool = False
) -> Registered:
    """Give people who turn up on the day a place, and check them in at once.

    session: id. beyond_capacity: staff say that there is room although all places are given; it is logged as an
    override.

    Raises: Full, EventNotHeld, UnknownPlace, InvalidInput, IdempotencyConflict, PoolsBusy.
    """
    attends = Session.objects.filter(pk=session).first()
    # The offering with the fewest dates: the single date, where whole courses are offered too.
    offerings = Offering.objects.filter(sessions=session, is_cancelled=False).prefetch_related("sessions")
    offering = min(offerings, key=lambda row: (len(row.sessions.all()), row.pk), default=None)
    if attends is None or offering is None:
        raise UnknownPlace
    return _enter(
        offering=offering.pk, idem_key=idem_key, party=party, locale="ja", now=now, source=Source.WALK_IN, by=by,
        received_at=None, may_wait=False, beyond_capacity=beyond_capacity, attends=attends,
    )  # fmt: skip


def _enter(
    *, offering: int, idem_key: str, party: Party, locale: str, now: datetime, source: str, by: Any,
    received_at: datetime | None, may_wait: bool, beyond_capacity: bool, attends: Session | None,
) -> Registered:  # fmt: skip
    place = _offering(offering)
    if not SHORTEST_KEY <= len(idem_key) <= LONGEST_KEY:
        raise InvalidInput({"idem_key": IdempotencyConflict.message})
    request_hash = party.digest(offering=offering)
    if known := _replay(place, idem_key, request_hash):
        return known
    rules.check_booking(place.event, source=source)
    by_staff = source in BY_STAFF
    form = next(iter(_FORM(event=place.event_id)), None)
    request = _Request(
        offering=place, form=form, idem_key=idem_key, request_hash=request_hash, locale=language_of(locale).code,
        source=source, by=by,
        party=clean_party(party, questions=read_schema(form.schema) if form else (), by_staff=by_staff),
        received_at=min(received_at, now) if received_at and by_staff else now, now=now,
        may_wait=may_wait, beyond_capacity=beyond_capacity,
    )  # fmt: skip
    try:
        with locked_pools(pools_of(place)) as ledger:
            if known := _replay(place, idem_key, request_hash):
                return known
            registration = _decide(ledger, request)
            if attends is not None:
                note_attendance(
                    registration=registration, session=attends, members=list(registration.members.all()),
                    method=CheckInMethod.LIST, nonce="", by=by, now=now,
                )  # fmt: skip
    except IntegrityError:
        # The same key, or the same person, was let in through another offering's lock at the same moment.
        if known := _replay(place, idem_key, request_hash):
            return known
        key = duplicate_key(request.party, rule=place.event.duplicates)
        if key is None or not _SAME_PERSON(offering=place.pk, key=key):
            raise
        raise AlreadyRegistered from None
    return Registered(registration=registration)


# What each registration asks, most of it while others wait for the lock, is put into words once per process.
_OFFERING = Statement(lambda offering: Offering.objects.filter(pk=offering).select_related("event__site"), offering=int)
_DECIDED = Statement(
    lambda offering: Offering.objects.filter(pk=offering).select_related(
        "event__site__appearance", "event__site__centre"
    ),
    offering=int,
)
_TAKES = Statement(lambda offering: OfferingPool.objects.filter(offering=offering), offering=int)
_FORM = Statement(lambda event: FormVersion.objects.filter(event=event)[:1], event=int)
_KNOWN = Statement(
    lambda event, idem_key: (
        Registration.objects.filter(event=event, idem_key=idem_key)
        .select_related("event__site", "offering")
        .order_by()  # there is one at most
    ),
    event=int, idem_key=str,
)  # fmt: skip
_SAME_PERSON = Statement(
    lambda offering, key: Registration.objects.filter(offering=offering, duplicate_key=key).values_list("pk")[:1],
    offering=int, key=str,
)  # fmt: skip


def _offering(pk: int) -> Offering:
    return _only(_OFFERING(offering=pk))


def _only(rows: Iterable[Offering]) -> Offering:
    row = next(iter(rows), None)
    if row is None:
        raise UnknownPlace
    return row


def _replay(offering: Offering, idem_key: str, request_hash: str) -> Registered | None:
    """Return what the same request led to before.

    Raises: IdempotencyConflict.
    """
    registration = next(iter(_KNOWN(event=offering.event_id, idem_key=idem_key)), None)
    if registration is None:
        return None
    if registration.request_hash != request_hash:
        raise IdempotencyConflict
    return Registered(registration=registration, replayed=True)


def _decide(ledger: Ledger, request: _Request) -> Registration:
    """Look at everything once more, now that nobody else can change it, and write the registration."""
    offering = _only(_DECIDED(offering=request.offering.pk))
    takes = list(_TAKES(offering=offering.pk))
    if not takes or {take.pool_id for take in takes} - set(ledger.pools):
        raise PoolsBusy  # staff changed the pools since the locks were chosen
    for take in takes:
        take.pool = ledger.pools[take.pool_id]
    dates = list(DATES(offering=offering.pk))
    offering.know(dates=dates, taken=takes)
    _check(offering, request)
    seats = request.party.seats
    wanted = wanted_by(takes, seats=seats, needs=request.party.needs)
    state, hold = _first_state(ledger, offering, request, wanted)
    registration = new_registration(
        offering=offering, form=request.form, party=request.party, state=state, code=codes.new_code(), now=request.now,
        idem_key=request.idem_key, request_hash=request.request_hash, locale=request.locale, source=request.source,
        by=request.by, received_at=request.received_at,
    )  # fmt: skip
    registration.duplicate_key = _duplicate_key(offering, request)
    asks_first = _asks_first(offering, request)
    if asks_first:
        registration.state = State.UNVERIFIED
        registration.verify_by = request.now + VERIFY_WITHIN
    registration.is_override = hold and request.beyond_capacity and _grant(ledger, wanted)
    registration.save()
    needs = write_party(registration, request.party)
    allocated: list[Allocation] = []
    if state != State.APPLIED:
        arrived_at = request.received_at if request.is_backdated else None
        allocated = allocate(
            ledger, registration, [each for each in wanted if each.is_primary or not asks_first], now=request.now,
            hold=hold, arrived_at=arrived_at,
        )  # fmt: skip
    queued = sum(row.state == AllocationState.QUEUED for row in allocated)
    rows = LetterRows(registration, dates=dates, allocations=allocated, needs=needs)
    _write_down(registration, request, rows, queued=queued)
    return registration


def _check(offering: Offering, request: _Request) -> None:
    rules.check_held(offering, at=request.now)
    if not request.is_walk_in:
        rules.check_window(offering, at=request.received_at)
        rules.check_size(offering, seats=request.party.seats, by_staff=request.source in BY_STAFF)


def _duplicate_key(offering: Offering, request: _Request) -> str | None:
    key = duplicate_key(request.party, rule=offering.event.duplicates)
    if key is not None and _SAME_PERSON(offering=offering.pk, key=key):
        raise AlreadyRegistered
    return key


def _asks_first(offering: Offering, request: _Request) -> bool:
    """Whether the address has to be confirmed before anything is certain."""
    return offering.event.verify_first and request.source in {Source.WEB, Source.API} and bool(request.party.email)


def _first_state(ledger: Ledger, offering: Offering, request: _Request, wanted: list[Wanted]) -> tuple[State, bool]:
    """Return the state of a new registration and whether it holds its place."""
    event = offering.event
    if request.is_walk_in:
        if not request.beyond_capacity and must_wait(ledger, wanted, fill=event.fill, now=request.now):
            raise Full
        return State.CONFIRMED, True
    if event.selection != Selection.FIRST_COME:
        return State.APPLIED, False
    arrived_at = request.received_at if request.is_backdated else None
    if not must_wait(ledger, wanted, fill=event.fill, now=request.now, arrived_at=arrived_at):
        return State.CONFIRMED, True
    if event.waitlist == Waitlist.NONE or not request.may_wait:
        raise Full
    return State.WAITLISTED, False


def _grant(ledger: Ledger, wanted: list[Wanted]) -> bool:
    """Raise the ceilings for people who are here already; return whether that was needed."""
    return bool(sum([ledger.grant(each.pool, each.units) for each in wanted if each.is_primary]))


def _write_down(registration: Registration, request: _Request, rows: LetterRows, *, queued: int) -> None:
    tells = {
        State.UNVERIFIED: MessageKind.VERIFY,
        State.APPLIED: MessageKind.APPLIED,
        State.CONFIRMED: MessageKind.CONFIRMED,
        State.WAITLISTED: MessageKind.WAITLISTED,
    }[State(registration.state)]
    note(
        registration=registration,
        action=Action.OVERRIDE if registration.is_override else Action.REGISTERED,
        now=request.now,
        by=request.by,
        actor=ActorKind.CITIZEN,
        tells="" if request.is_walk_in else tells,
        data={"seats": registration.seats, "source": str(request.source), "queued": queued},
        news=News(rows=rows),
    )
