"""The rows of a registration and its party, written and compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms.mail import addresses
from events.registration.models import Answer, FormVersion, Member, Need, Offering, Registration
from events.registration.party import Party, Person
from events.registration.states import State

OF_REGISTRATION = ("name", "kana", "phone", "postal_address", "organisation_name", "contact_pref", "note", "seats")
OF_PERSON = ("name", "kana", "age_band", "school_grade", "mother_tongue")


def new_registration(
    *, offering: Offering, form: FormVersion | None, party: Party, state: State, code: str, now: datetime,
    idem_key: str, request_hash: str, locale: str, source: str, by: Any, received_at: datetime,
) -> Registration:  # fmt: skip
    """Return a registration that is not saved yet. The party is clean."""
    registration = Registration(
        event=offering.event, offering=offering, form_version=form, state=state, code=code, idem_key=idem_key,
        request_hash=request_hash, locale=locale, source=source, entered_by=by, received_at=received_at,
        created_at=now, confirmed_at=now if state == State.CONFIRMED else None,
    )  # fmt: skip
    set_contact(registration, party)
    if party.consent is not None:
        registration.consent_version = party.consent.version
        registration.consent_locale = party.consent.locale
        registration.consented_at = now
        registration.sensitive_consent_at = now if party.consent.sensitive else None
    return registration


def set_contact(registration: Registration, party: Party) -> list[str]:
    """Set what is written on the registration itself; return the names of the fields that changed."""
    wanted = {name: getattr(party, name) for name in OF_REGISTRATION} | {"email": party.email}
    changed = [name for name, value in wanted.items() if getattr(registration, name) != value]
    for name in changed:
        setattr(registration, name, wanted[name])
    registration.email_hash = addresses.digest(party.email) if party.email else ""
    return changed


def write_party(registration: Registration, party: Party) -> list[Need]:
    """Write the people, needs and answers of a new registration; return the needs."""
    members = Member.objects.bulk_create(
        Member(registration=registration, position=number, **_of_person(person))
        for number, person in enumerate(party.people, start=1)
    )
    needs = write_needs(registration, party)
    answers = [_answer(registration, None, item) for item in party.answers.items()]
    for member, person in zip(members, party.people, strict=True):
        answers += [_answer(registration, member, item) for item in person.answers.items()]
    Answer.objects.bulk_create(answers)
    return needs


def write_needs(registration: Registration, party: Party) -> list[Need]:
    return Need.objects.bulk_create(
        Need(registration=registration, kind=need.kind, language=need.language, count=need.count, details=need.details)
        for need in party.needs
    )


def rewrite_party(registration: Registration, party: Party, *, now: datetime) -> list[str]:
    """Bring people, needs and answers of a kept registration to what is asked now; return what changed.

    People stay in their order: the first ones take what is asked for the first. Those who are fewer now are marked as
    having given their place back; those who are more are added.
    """
    before = snapshot(registration)
    members = list(registration.members.filter(cancelled_at__isnull=True).order_by("position"))
    last = max((member.position for member in registration.members.all()), default=0)
    for member, person in zip(members, party.people, strict=False):
        for name, value in _of_person(person).items():
            setattr(member, name, value)
        member.save()
    for member in members[len(party.people) :]:
        member.cancelled_at = now
        member.save(update_fields=["cancelled_at"])
    added = Member.objects.bulk_create(
        Member(registration=registration, position=last + number, **_of_person(person))
        for number, person in enumerate(party.people[len(members) :], start=1)
    )
    registration.needs.all().delete()
    write_needs(registration, party)
    registration.answers.all().delete()
    answers = [_answer(registration, None, item) for item in party.answers.items()]
    for member, person in zip([*members[: len(party.people)], *added], party.people, strict=True):
        answers += [_answer(registration, member, item) for item in person.answers.items()]
    Answer.objects.bulk_create(answers)
    after = snapshot(registration)
    return [name for name in after if after[name] != before[name]]


def snapshot(registration: Registration) -> Mapping[str, Any]:
    """Return people, needs and answers in a form that can be compared."""
    members = registration.members.filter(cancelled_at__isnull=True).order_by("position")
    return {
        "people": list(members.values_list(*OF_PERSON)),
        "needs": sorted(registration.needs.values_list("kind", "language", "count", "details")),
        "answers": sorted(
            (question, str(value), position or 0)
            for question, value, position in registration.answers.values_list("question", "value", "member__position")
        ),
    }


def _of_person(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in OF_PERSON}


def _answer(registration: Registration, member: Member | None, item: tuple[str, Any]) -> Answer:
    return Answer(registration=registration, member=member, question=item[0], value=item[1])
