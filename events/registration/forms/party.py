"""The form of a party: who comes, how to reach them, what they need, what the event asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from cms.core.public_forms import PublicForm
from events.registration.choices import AgeBand, Audience, ContactPreference, EventKind, SpokenLanguage
from events.registration.cleaning import contact_faults
from events.registration.exceptions import InvalidInput, Refused
from events.registration.models import Event, Offering, Registration
from events.registration.party import Consent, NeedAsked, Party, Person
from events.registration.questions import Question, Scope, is_nothing

from . import fields, needs

#: The version of the sentences about personal data on the form; it is kept with each consent.
PRIVACY_VERSION = "2026-11"
FOR_BODIES = frozenset({Audience.NPOS, Audience.COMPANIES, Audience.GOVERNMENT, Audience.SCHOOLS})
OF_PERSON = ("name", "kana", "age_band", "school_grade", "mother_tongue")


#: Stand in names and ids for the place of a person, and in words for her number, where one text is written for several.
#: Unicode keeps these characters for the inside of programs: no text has them.
PLACE_MARK, NUMBER_MARK = "\ufdd0", "\ufdd1"


@dataclass(frozen=True)
class Companion:
    """The fields of one person. number: from 1, who registers. is_open: something is written there, or wrong.

    like: the fields of somebody about whom nothing is written, with marks for her numbers; None of who registers.
    """

    number: int | str
    fields: Sequence[BoundField]
    is_open: bool = False
    like: Companion | None = None


@dataclass(frozen=True)
class Part:
    """A part of the form under one heading.

    folded: fields that few need, open when filled in or wrong. shows_chosen: of the choices of a field the one that is
    chosen is shown, the others are folded.
    """

    key: str
    title: Any
    lead: Any = ""
    fields: Sequence[BoundField] = ()
    companions: Sequence[Companion] = field(default=())
    folded: Sequence[BoundField] = ()
    shows_chosen: bool = False

    @property
    def is_open(self) -> bool:
        return any(each.errors or not is_nothing(each.value()) for each in self.folded)


class PartyForm(PublicForm):
    """Reads a `Party`. What is wrong with it is decided where it is stored (`refuse` shows that at the fields).

    known: the registration that is changed. What the form does not ask stays as it is: staff may have noted it.
    """

    scope = "registration"

    def __init__(
        self, *args: Any, event: Event, offerings: Sequence[Offering], questions: Sequence[Question],
        known: Registration | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.event, self.questions, self.known = event, questions, known
        most = max((offering.most_people for offering in offerings), default=event.party_max)
        self.most = max(most, known.seats) if known else most
        self.needed = needs.offered(event, offerings, list(known.needs.all()) if known else ())
        super().__init__(*args, **kwargs)
        self.fields |= self._contact() | self._people() | self.needed | self._answers()

    # Fields ------------------------------------------------------------------------------------------------------

    def _contact(self) -> dict[str, Any]:
        made = {
            "name": fields.line(
                _("Your name"), longest=100, required=True, missing=_("Please write your name."), autocomplete="name"
            ),
            "kana": fields.line(
                _("Reading of your name"), longest=150,
                help_text=_("In hiragana or katakana, for example: みほん はなこ"),
            ),
            "email": fields.line(
                _("Mail address"), longest=254, type="email", autocomplete="email",
                help_text=_("The confirmation comes to this address. Leave it empty if you have none."),
            ),
            "phone": fields.line(
                _("Telephone number"), longest=30, type="tel", autocomplete="tel",
                help_text=_("For example: 053-000-0000"),
            ),
            "contact_pref": fields.radio(_("How should we tell you?"), ContactPreference.choices),
            "postal_address": fields.lines(
                _("Postal address"), longest=300, rows=2, autocomplete="street-address"
            ),
        }  # fmt: skip
        made["contact_pref"].initial = ContactPreference.MAIL
        if FOR_BODIES & set(self.event.audience):
            made["organisation_name"] = fields.line(_("Your organisation"), longest=150, autocomplete="organization")
        return made

    def _people(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if self.most > 1:
            numbers = range(1, self.most + 1)
            choices = [(str(n), ngettext("%(n)d person", "%(n)d people", n) % {"n": n}) for n in numbers]
            made["seats"] = fields.choice(
                _("How many people come?"), choices, required=True, help_text=_("Yourself and those who come with you.")
            )
        of_each = self._of_each_person()
        # A field knows neither its name nor what is written there: people share theirs.
        for number in range(self.most):
            # Who registers has a name already.
            asked = of_each if number == 0 else self._of_each_companion | of_each
            made |= {f"p{number}_{name}": field for name, field in asked.items()}
        return made

    @cached_property
    def _of_each_companion(self) -> dict[str, Any]:
        return {
            "name": fields.line(_("Name"), longest=100),
            "kana": fields.line(pgettext("person", "Reading"), longest=150),
        }

    def _of_each_person(self) -> dict[str, Any]:
        made: dict[str, Any] = {"age_band": fields.choice(_("Age"), AgeBand.choices)}
        if self.event.kind == EventKind.GUIDANCE:
            made["school_grade"] = fields.line(
                _("School grade"), longest=30, help_text=_("For example: third year of junior high school")
            )
            tongues = [("", AgeBand.UNKNOWN.label), *SpokenLanguage.choices]
            made["mother_tongue"] = fields.choice(_("Mother tongue"), tongues)
        for question in self._asked(Scope.PERSON):
            made[f"q_{question.key}"] = fields.answer(question)
        return made

    def _answers(self) -> dict[str, Any]:
        return {f"q_{question.key}": fields.answer(question) for question in self._asked(Scope.PARTY)}

    def _asked(self, scope: str) -> list[Question]:
        return [question for question in self.questions if question.scope == scope]

    # Parts for the template --------------------------------------------------------------------------------------

    @property
    def parts(self) -> list[Part]:
        parts = [
            Part(
                "contact", _("About you"),
                _("Please write a mail address or a telephone number, so that we can reach you."),
                [self[name] for name in self._contact_names()], folded=[self["postal_address"]],
            ),
            self._people_part(),
            Part(
                "needs", _("Is there anything you need?"),
                _("Only if you would like it. What we cannot arrange, we tell you at once."),
                fields=[self[name] for name in self.needed],
            ),
            Part("answers", _("Questions about this event"), fields=[self[name] for name in self._answer_names()]),
        ]  # fmt: skip
        return [part for part in parts if part.fields or part.companions]

    def _contact_names(self) -> list[str]:
        return [
            name
            for name in ("name", "kana", "email", "phone", "organisation_name", "contact_pref")
            if name in self.fields
        ]

    def _answer_names(self) -> list[str]:
        return [f"q_{question.key}" for question in self._asked(Scope.PARTY)]

    def _people_part(self) -> Part:
        if self.most == 1:
            return Part("people", _("Who comes"), fields=[self[name] for name in self._names_of(0)])
        like = self._somebody()
        companions = []
        for number in range(self.most):
            bound = [self[name] for name in self._names_of(number)]
            is_open = any(each.errors or not is_nothing(each.value()) for each in bound)
            companions.append(Companion(number + 1, bound, is_open, like if number else None))
        lead = _("Press a line to write about a person. You may leave it empty.")
        return Part("people", _("Who comes"), lead, [self["seats"]], companions)

    def _somebody(self) -> Companion:
        """A companion about whom nothing is written, with marks in place of her numbers."""
        fields_of_one = {name: self.fields[name] for name in self._names_of(1)}
        bound = [
            field.get_bound_field(self, name.replace("p1_", f"p{PLACE_MARK}_", 1))
            for name, field in fields_of_one.items()
        ]
        return Companion(NUMBER_MARK, bound)

    def _names_of(self, number: int) -> list[str]:
        return [name for name in self.fields if name.startswith(f"p{number}_")]

    # Reading -----------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        written = self._written()
        if self.most > 1 and "seats" in cleaned and written and max(written) >= int(cleaned["seats"] or 1):
            people = max(written) + 1
            self.add_error(
                "seats",
                ngettext(
                    "You wrote about %(n)d person. Please choose how many people come.",
                    "You wrote about %(n)d people. Please choose how many people come.",
                    people,
                )
                % {"n": people},
            )
        if cleaned.get("contact_pref") == ContactPreference.POST and not cleaned.get("postal_address"):
            self.add_error("postal_address", _("Please write where we may send a letter."))
        if not cleaned.get("sensitive"):
            self._ask_to_agree(cleaned)
        typed = {name: cleaned.get(name) or "" for name in ("kana", "email", "phone")}
        other = bool(cleaned.get("postal_address") or {"email", "phone", "postal_address"} & {*self.errors})
        for name, fault in contact_faults(**typed, is_reachable=other).items():
            self.add_error(name, fault)
        return cleaned

    def _ask_to_agree(self, cleaned: Mapping[str, Any]) -> None:
        """What is kept only with consent is not dropped in silence without it."""
        if needs.asked(cleaned):
            message = _("Please agree here, so that we may prepare what you need, or empty the fields above.")
            self.add_error("sensitive", message)
        elif any(not is_nothing(cleaned.get(name)) for name in self._sensitive_names()):
            message = _("Please agree here to our keeping what you answered about yourself, or leave it empty.")
            self.add_error("sensitive", message)

    def _sensitive_names(self) -> list[str]:
        of_party = [f"q_{each.key}" for each in self._asked(Scope.PARTY) if each.sensitive]
        of_person = [f"q_{each.key}" for each in self._asked(Scope.PERSON) if each.sensitive]
        return [*of_party, *(f"p{number}_{name}" for number in range(self.most) for name in of_person)]

    def _written(self) -> list[int]:
        """The numbers of the companions about whom something is written."""
        return [
            number
            for number in range(1, self.most)
            if any(not is_nothing(self.cleaned_data.get(name)) for name in self._names_of(number))
        ]

    def party(self, *, locale: str) -> Party:
        """Return what was filled in."""
        data = self.cleaned_data
        seats = int(data.get("seats") or 1)
        self._numbers = [0, *range(1, seats)]
        return Party(
            name=data["name"],
            kana=data["kana"],
            email=data["email"],
            phone=data["phone"],
            contact_pref=data["contact_pref"],
            postal_address=data["postal_address"],
            organisation_name=data.get("organisation_name", self.known.organisation_name if self.known else ""),
            seats=seats,
            people=tuple(self._read_person(number) for number in self._numbers),
            needs=self._needs(),
            answers=self._read_answers("q_", Scope.PARTY),
            consent=Consent(version=PRIVACY_VERSION, locale=locale, sensitive=bool(data.get("sensitive"))),
            note=self.known.note if self.known else "",
        )

    def _read_person(self, number: int) -> Person:
        data, at = self.cleaned_data, f"p{number}_"
        before = self._members[number] if number < len(self._members) else None
        given = {name: data.get(f"{at}{name}", getattr(before, name, "")) for name in OF_PERSON}
        if number == 0:
            given |= {"name": data["name"], "kana": data["kana"]}
        return Person(**given, answers=self._read_answers(f"{at}q_", Scope.PERSON))

    @cached_property
    def _members(self) -> list[Any]:
        """The people of the registration that is changed, in their order."""
        if self.known is None:
            return []
        return list(self.known.members.filter(cancelled_at__isnull=True).order_by("position"))

    def _read_answers(self, at: str, scope: str) -> Mapping[str, Any]:
        return {question.key: self.cleaned_data.get(f"{at}{question.key}") for question in self._asked(scope)}

    def _needs(self) -> tuple[NeedAsked, ...]:
        asked = [need for _name, need in needs.asked(self.cleaned_data)]
        return (*asked, *(needs.not_asked(self.known.needs.all(), self.fields) if self.known else ()))

    # Refusals ----------------------------------------------------------------------------------------------------

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it is about, or above the form."""
        if isinstance(refusal, InvalidInput):
            for path, message in refusal.errors.items():
                self.add_error(self._field_of(path), message)
        else:
            self.add_error(self._field_of(refusal.field), refusal.message)

    def _field_of(self, path: str) -> str | None:
        """Return the field that "people.1.kana", "answers.food" or "needs.0.count" is about."""
        first, _dot, rest = path.partition(".")
        name = first
        if first == "answers":
            name = f"q_{rest}"
        elif first == "needs":
            names = [name for name, _need in needs.asked(self.cleaned_data)]
            name = names[int(rest.partition(".")[0])]
        elif first == "people":
            number, _dot, rest = rest.partition(".")
            name = f"p{number}_" + rest.replace("answers.", "q_")
        if name not in self.fields and name.startswith("p0_"):
            name = name.removeprefix("p0_")
        return name if name in self.fields else None
