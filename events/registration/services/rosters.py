"""Lists of who comes and who waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.core.readings import sort_key
from events.registration.choices import AllocationState
from events.registration.models import (
    Allocation,
    Attendance,
    CapacityPool,
    FormVersion,
    Member,
    Need,
    Registration,
    Session,
)
from events.registration.outcomes import RosterRow, Waiting
from events.registration.questions import Question, read_schema
from events.registration.states import State


def roster(*, session: Session) -> Sequence[RosterRow]:
    """Return the people who have a place at a date, in the order of their readings; people without one come with
    theirs. Who erased her data before the date begins is not on it: nobody could tell who that is.

    Five queries, whatever the number of people.
    """
    members = (
        Member.objects.filter(
            registration__state=State.CONFIRMED, registration__offering__sessions=session, cancelled_at__isnull=True
        )
        .exclude(registration__erased_at__lt=session.starts_at)
        .select_related("registration__offering")
        .prefetch_related("registration__needs", "registration__answers", "answers")
    )
    there = dict.fromkeys(Attendance.objects.filter(session=session).values_list("member_id", flat=True), True)
    rows = [_roster_row(member, session, there) for member in members]
    return sorted(
        rows,
        key=lambda row: (sort_key(row.registration.kana or row.registration.name), row.registration.pk, row.number),
    )


def _roster_row(member: Member, session: Session, there: dict[int, bool]) -> RosterRow:
    registration = member.registration
    answers = {answer.question: answer.value for answer in registration.answers.all() if answer.member_id is None}
    answers |= {answer.question: answer.value for answer in member.answers.all()}
    is_first = member.position == 1
    return RosterRow(
        registration=registration,
        member=member,
        name=member.name or (registration.name if is_first else ""),
        kana=member.kana or (registration.kana if is_first else ""),
        number=member.position,
        needs=list(registration.needs.all()) if is_first else [],
        answers=answers,
        attended={session.pk: member.pk in there},
    )


def queue_of(*, event: int) -> Sequence[Waiting]:
    """Return who waits for a place, per offering in the order of the queue, with why.

    Four queries, whatever the number of people.
    """
    rows = list(
        Allocation.objects.filter(pool__event=event, state=AllocationState.QUEUED, is_primary=True)
        .select_related("registration__offering", "pool")
        .order_by("registration__offering__position", "registration__offering", "arrived_at", "registration_id", "pk")
    )
    parts: dict[int, list[Allocation]] = {}
    for row in rows:
        parts.setdefault(row.registration_id, []).append(row)
    ahead: dict[int, int] = {}
    by_arrival = sorted(parts.values(), key=lambda own: (own[0].arrived_at, own[0].registration_id))
    positions: dict[int, int] = {}
    for own in by_arrival:
        for part in own:
            ahead[part.pool_id] = ahead.get(part.pool_id, 0) + 1
        positions[own[0].registration_id] = max(ahead[part.pool_id] for part in own)
    return [_waiting(own, positions[own[0].registration_id]) for own in parts.values()]


def _waiting(own: list[Allocation], position: int) -> Waiting:
    def lacks(pool: CapacityPool, units: int) -> bool:
        return pool.free is not None and pool.free < units

    return Waiting(
        registration=own[0].registration,
        position=position,
        pools=[part.pool for part in own if lacks(part.pool, part.units)],
        behind_others=position > 1,
    )


def export(*, event: int) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """Return headings and rows of all registrations of an event, one row per person, in the active language.

    Dates are aware, texts are as typed: who writes them to a file guards against formulas. Six queries.
    """
    questions: dict[str, Question] = {}
    for form in FormVersion.objects.filter(event=event).order_by("number"):
        questions |= {question.key: question for question in read_schema(form.schema)}
    # As lists: asked for all of what was fetched, a manager makes a query first.
    beside = ("registration__needs", "registration__answers", "answers", "attendances")
    members = (
        Member.objects.filter(registration__event=event)
        .select_related("registration__offering")
        .prefetch_related(*(Prefetch(name, to_attr=f"listed_{name.rpartition('__')[2]}") for name in beside))
        .order_by("registration__received_at", "registration", "position")
    )
    headings = [
        *(str(label_for_field(name, Registration)) for name in _COLUMNS), _("date booked"),
        pgettext("party", "number"), _("name of the person"), _("reading of the person"), pgettext("party", "age"),
        _("school grade"), _("mother tongue"), _("given back"), _("needs"), _("times attended"),
        *(question.display_label for question in questions.values()),
    ]  # fmt: skip
    labels = _labels()
    return headings, [_export_row(member, list(questions), labels) for member in members]


_COLUMNS = (
    "code", "state", "source", "received_at", "name", "kana", "email", "phone", "postal_address", "organisation_name",
    "contact_pref", "locale", "seats", "confirmed_at", "cancelled_at", "note",
)  # fmt: skip


#: What is chosen from a list, by model.
_CHOICES: Sequence[tuple[Any, Sequence[str]]] = (
    (Registration, ("state", "source", "contact_pref")),
    (Member, ("age_band", "mother_tongue")),
    (Need, ("kind", "language")),
)


def _labels() -> dict[str, dict[Any, str]]:
    """Return what each choice is called in the active language, by column: a row that is asked looks through all."""
    return {
        name: {value: str(label) for value, label in model._meta.get_field(name).flatchoices}
        for model, names in _CHOICES
        for name in names
    }


def _export_row(member: Any, questions: list[str], labels: dict[str, dict[Any, str]]) -> list[Any]:
    registration = member.registration
    answers = {answer.question: answer.value for answer in registration.listed_answers if answer.member_id is None}
    answers |= {answer.question: answer.value for answer in member.listed_answers}

    def called(row: Any, name: str) -> Any:
        value = getattr(row, name)
        return labels[name].get(value, value) if name in labels else value

    needs = "、".join(
        " ".join(filter(None, (called(need, "kind"), called(need, "language"), need.details)))
        for need in registration.listed_needs
    )
    return [
        *(called(registration, name) for name in _COLUMNS),
        registration.offering.display_name, member.position, member.name, member.kana, called(member, "age_band"),
        member.school_grade, called(member, "mother_tongue"), member.cancelled_at, needs,
        len(member.listed_attendances), *(_said(answers.get(key)) for key in questions),
    ]  # fmt: skip


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if value is True:
        return pgettext("answer", "yes")
    return "" if value is None else value


def my_data(*, registration: Registration) -> dict[str, Any]:
    """Return all that is kept about a registration, for the person it is about: plain values by their field names."""
    own = [
        "code", "state", "seats", "source", "locale", "received_at", "name", "kana", "email", "phone",
        "postal_address", "organisation_name", "contact_pref", "note", "consent_version", "consent_locale",
        "consented_at", "sensitive_consent_at", "verified_at", "confirmed_at", "cancelled_at", "draw_rank",
    ]  # fmt: skip
    return {
        **{name: getattr(registration, name) for name in own},
        "people": list(
            registration.members.values("position", *("name", "kana", "age_band", "school_grade", "mother_tongue"))
        ),
        "needs": list(registration.needs.values("kind", "language", "count", "details")),
        "answers": list(registration.answers.values("member__position", "question", "value")),
        "attendance": list(
            Attendance.objects.filter(member__registration=registration).values(
                "member__position", "session__starts_at", "checked_in_at"
            )
        ),
        "log": list(registration.log.values("at", "action", "before", "after", "tells")),
    }
