"""Who came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from events.registration.choices import Action, ActorKind, CheckInMethod
from events.registration.exceptions import NotExpected, UnknownPlace
from events.registration.models import Attendance, Member, Registration, RegistrationEvent, Session
from events.registration.outcomes import CheckedIn
from events.registration.states import State


@transaction.atomic
def check_in(
    *,
    registration: int,
    session: int,
    by: Any,
    now: datetime,
    members: Sequence[int] | None = None,
    method: str = CheckInMethod.LIST,
    nonce: str = "",
) -> CheckedIn:
    """Note that people of a party came; all of them unless `members` (ids) says who. Twice is the same as once.

    now: when they came. nonce: of a check-in that a tablet without a line keeps and sends later, perhaps twice: what
    was done once is not done again, even when it was taken back in between.

    Who cancels at the same moment is waited for, or waits: nobody comes to a place that was given back.

    Raises: NotExpected, UnknownPlace.
    """
    row, date, people = _expected(registration, session, members)
    if _was_done(row, nonce):
        return CheckedIn(registration=row, session=date, members=people, already=True)
    return note_attendance(registration=row, session=date, members=people, method=method, nonce=nonce, by=by, now=now)


def note_attendance(
    *, registration: Registration, session: Session, members: Sequence[Member], method: str, nonce: str, by: Any,
    now: datetime,
) -> CheckedIn:  # fmt: skip
    """Write the attendance of people of a party. The caller holds their row, and they are expected."""
    there = set(Attendance.objects.filter(session=session, member__in=members).values_list("member_id", flat=True))
    missing = [member for member in members if member.pk not in there]
    # Two doors may check the same family in at the same moment: the second writes nothing.
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, member=member, method=method, nonce=nonce, checked_in_at=now, checked_in_by=by)
            for member in missing
        ],
        ignore_conflicts=True,
    )
    if missing:
        _log(registration, Action.CHECKED_IN, session, len(missing), by, now, nonce)
    return CheckedIn(registration=registration, session=session, members=list(members), already=not missing)


@transaction.atomic
def undo_check_in(
    *, registration: int, session: int, by: Any, now: datetime, members: Sequence[int] | None = None, nonce: str = ""
) -> int:
    """Take a check-in back that was a mistake; return for how many people. nonce: as for `check_in`.

    Also of a party that was cancelled or moved since: what was noted by mistake was never true of them.

    Raises: NotExpected, UnknownPlace.
    """
    row = _held(registration)
    date = Session.objects.filter(pk=session, event=row.event_id).first()
    if date is None:
        raise UnknownPlace
    if _was_done(row, nonce):
        return 0
    came = Attendance.objects.filter(session=date, member__registration=row)
    undone, _rows = (came if members is None else came.filter(member__in=members)).delete()
    if undone:
        _log(row, Action.CHECK_IN_UNDONE, date, undone, by, now, nonce)
    return undone


def take_back_check_ins(
    *, registration: Registration, now: datetime, by: Any, members: Sequence[Member] = (),
    sessions: Sequence[Session] | None = None,
) -> int:  # fmt: skip
    """Take back that people came to dates which are not over and which they do not come to any more; return how many.

    members: those who do not come any more; none means the whole party. sessions: the dates; None means all. What they
    came to and is over stays: it happened, and the report counts it. The caller has written to their row, so that
    nobody is checked in meanwhile.
    """
    rows = Attendance.objects.filter(member__registration=registration, session__ends_at__gt=now)
    if members:
        rows = rows.filter(member__in=members)
    if sessions is not None:
        rows = rows.filter(session__in=sessions)
    found = list(rows.select_related("session"))
    for session in dict.fromkeys(row.session for row in found):
        people = sum(row.session_id == session.pk for row in found)
        _log(registration, Action.CHECK_IN_UNDONE, session, people, by, now, "")
    if found:
        Attendance.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def _expected(
    registration: int, session: int, members: Sequence[int] | None
) -> tuple[Registration, Session, list[Member]]:
    row = _held(registration)
    if row.state != State.CONFIRMED:
        raise NotExpected
    date = Session.objects.filter(pk=session, offerings=row.offering_id).first()
    people = list(row.members.filter(cancelled_at__isnull=True))
    if members is not None:
        people = [member for member in people if member.pk in set(members)]
    if date is None or not people:
        raise UnknownPlace
    return row, date, people


def _held(registration: int) -> Registration:
    # Every cancellation and every change of people writes to this row. The pools' locks would do too, and would let
    # those at the door wait for everybody who registers.
    row = Registration.objects.select_for_update(no_key=True).filter(pk=registration).first()
    if row is None:
        raise NotExpected
    return row


def _was_done(registration: Registration, nonce: str) -> bool:
    actions = [Action.CHECKED_IN, Action.CHECK_IN_UNDONE]
    return bool(nonce) and registration.log.filter(action__in=actions, data__nonce=nonce).exists()


def _log(
    registration: Registration, action: str, session: Session, people: int, by: Any, now: datetime, nonce: str
) -> None:
    RegistrationEvent.objects.create(
        event_id=registration.event_id, registration=registration, at=now, action=action, before=registration.state,
        after=registration.state, actor=ActorKind.STAFF if by is not None else ActorKind.SYSTEM, user=by,
        data={"session": session.pk, "people": people, **({"nonce": nonce} if nonce else {})},
    )  # fmt: skip
