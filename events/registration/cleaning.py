"""From what was sent in to what is stored: composed, bounded, understood; or one message for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.readings import normalise_reading, validate_reading
from cms.mail import addresses

from .choices import AgeBand, ContactPreference, NeedKind, SpokenLanguage
from .duplicates import digits
from .exceptions import InvalidInput
from .party import NeedAsked, Party, Person
from .questions import Question, Scope, clean_answer
from .texts import one_line, several_lines

MOST_SEATS = 999
# As long as the columns of `Registration`.
LONGEST = {"name": 100, "kana": 150, "postal_address": 300, "organisation_name": 150, "note": 2000}


def clean_party(party: Party, *, questions: Sequence[Question] = (), by_staff: bool = False) -> Party:
    """Return the party as it is stored.

    People are as many as `seats`; needs and sensitive answers are left out without their consent, unless staff typed
    in what they were told on the telephone. by_staff: answers that were not asked for on the telephone may be missing,
    and somebody may have neither mail nor telephone.

    Raises:
        InvalidInput: with a message for each field, in the active language. Fields of people are named
            "people.0.kana", answers "answers.<key>", needs "needs.0.kind".
    """
    errors: dict[str, Any] = {}
    cleaned = replace(
        party,
        name=_required(errors, "name", one_line(party.name), _("Please write your name.")),
        kana=_kana(errors, "kana", party.kana),
        email=_email(errors, party.email),
        phone=_phone(errors, party.phone),
        postal_address=one_line(party.postal_address),
        organisation_name=one_line(party.organisation_name),
        note=several_lines(party.note),
    )
    _bounds(errors, cleaned)
    agreed = by_staff or (party.consent is not None and party.consent.sensitive)
    asked = [question for question in questions if agreed or not question.sensitive]
    cleaned = replace(
        cleaned,
        contact_pref=_contact(errors, cleaned, by_staff=by_staff),
        needs=_needs(errors, party.needs) if agreed else (),
        people=_people(errors, cleaned, asked, by_staff=by_staff),
        answers=_answers(errors, "answers", party.answers, asked, Scope.PARTY, by_staff=by_staff),
    )
    if errors:
        raise InvalidInput(errors)
    return cleaned


def contact_faults(*, kana: str, email: str, phone: str, is_reachable: bool = False) -> dict[str, str]:
    """Return what `clean_party` would refuse in these fields, in the active language.

    For a form that is wrong elsewhere too: it names everything at once, and nobody mends it in two rounds.
    is_reachable: there is an address for letters, or something is said of these fields already.
    """
    faults: dict[str, str] = {}
    _kana(faults, "kana", kana)
    _email(faults, email)
    _phone(faults, phone)
    if not (email or phone or is_reachable):
        faults.setdefault("email", _unreachable())
    return faults


def _unreachable() -> str:
    return _("Please write a mail address or a telephone number, so that we can reach you.")


def _required(errors: dict[str, Any], field: str, value: str, message: str) -> str:
    if not value:
        errors[field] = message
    return value


def _bounds(errors: dict[str, Any], party: Party) -> None:
    for name, longest in LONGEST.items():
        if len(getattr(party, name)) > longest:
            errors.setdefault(name, _("This is too long: at most %(n)d characters, please.") % {"n": longest})
    if not 1 <= party.seats <= MOST_SEATS:
        errors["seats"] = _("Please write how many people come.")


def _kana(errors: dict[str, Any], field: str, typed: str) -> str:
    reading = normalise_reading(one_line(typed))
    if reading:
        try:
            validate_reading(reading)
        except ValidationError:
            errors[field] = _("Please write the reading in hiragana or katakana only, for example: みほん はなこ")
    return reading


def _email(errors: dict[str, Any], typed: str) -> str:
    address = addresses.tidy(typed or "")
    if address:
        try:
            addresses.validate(address)
        except ValidationError as error:
            errors["email"] = " ".join(error.messages)
    return address


def _phone(errors: dict[str, Any], typed: str) -> str:
    number = one_line(typed)
    if number and not _can_be_dialled(digits(number)):
        errors["phone"] = _("Please check the telephone number, for example: 053-000-0000")
    return digits(number) if number and number.isascii() is False else number


def _can_be_dialled(number: str) -> bool:
    """Whether digits are as many as a telephone has: ten or eleven in Japan, from a 0 on; abroad between 9 and 15."""
    is_japanese = number.startswith("0") and not number.startswith(("00", "010"))
    return len(number) in (10, 11) if is_japanese else 9 <= len(number) <= 15


def _contact(errors: dict[str, Any], party: Party, *, by_staff: bool) -> str:
    """The way somebody is told: as wished where that is possible, else the way that is."""
    ways = {
        ContactPreference.MAIL: party.email,
        ContactPreference.PHONE: party.phone,
        ContactPreference.POST: party.postal_address,
    }
    if party.contact_pref in ways and ways[ContactPreference(party.contact_pref)]:
        return party.contact_pref
    possible = [way for way, given in ways.items() if given]
    if possible:
        return possible[0]
    if not by_staff:
        errors.setdefault("email", _unreachable())
    return ContactPreference.PHONE


def _needs(errors: dict[str, Any], needs: Sequence[NeedAsked]) -> tuple[NeedAsked, ...]:
    found: dict[tuple[str, str], NeedAsked] = {}
    for number, need in enumerate(needs):
        language = need.language if need.kind == NeedKind.INTERPRETER else ""
        if need.kind not in NeedKind.values:
            errors[f"needs.{number}.kind"] = _("Please choose one of the answers.")
        elif need.kind == NeedKind.INTERPRETER and language not in SpokenLanguage.values:
            errors[f"needs.{number}.language"] = _("Please choose the language of the interpreter.")
        elif not 1 <= need.count <= 99:
            errors[f"needs.{number}.count"] = _("Please write a number from 1 to 99.")
        elif len(one_line(need.details)) > 500:
            errors[f"needs.{number}.details"] = _("This is too long: at most %(n)d characters, please.") % {"n": 500}
        found[(need.kind, language)] = replace(need, language=language, details=one_line(need.details))
    return tuple(found.values())


def _people(
    errors: dict[str, Any], party: Party, questions: Sequence[Question], *, by_staff: bool
) -> tuple[Person, ...]:
    given = list(party.people[: party.seats]) if 0 < party.seats <= MOST_SEATS else []
    if not given:
        given = [Person(name=party.name, kana=party.kana)]
    people = [
        _person(errors, f"people.{number}", person, questions, by_staff=by_staff) for number, person in enumerate(given)
    ]
    missing = min(max(party.seats, 1), MOST_SEATS) - len(people)
    return (*people, *(Person() for _each in range(missing)))


def _person(
    errors: dict[str, Any], field: str, person: Person, questions: Sequence[Question], *, by_staff: bool
) -> Person:
    name, grade = one_line(person.name), one_line(person.school_grade)
    if len(name) > 100:
        errors[f"{field}.name"] = _("This is too long: at most %(n)d characters, please.") % {"n": 100}
    if len(grade) > 30:
        errors[f"{field}.school_grade"] = _("This is too long: at most %(n)d characters, please.") % {"n": 30}
    for name_of, value, known in (
        ("age_band", person.age_band, AgeBand.values),
        ("mother_tongue", person.mother_tongue, SpokenLanguage.values),
    ):
        if value and value not in known:
            errors[f"{field}.{name_of}"] = _("Please choose one of the answers.")
    return replace(
        person,
        name=name,
        kana=_kana(errors, f"{field}.kana", person.kana),
        school_grade=grade,
        answers=_answers(errors, f"{field}.answers", person.answers, questions, Scope.PERSON, by_staff=by_staff),
    )


def _answers(
    errors: dict[str, Any], field: str, answers: Mapping[str, Any], questions: Sequence[Question], scope: str, *,
    by_staff: bool,
) -> dict[str, Any]:  # fmt: skip
    found = {}
    for question in questions:
        if question.scope != scope:
            continue
        asked = replace(question, required=question.required and not by_staff)
        try:
            value = clean_answer(asked, answers.get(question.key))
        except ValueError as error:
            errors[f"{field}.{question.key}"] = str(error)
            continue
        if value is not None:
            found[question.key] = value
    return found
