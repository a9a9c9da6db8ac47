"""The form by which staff type who comes: short for a call, whole for a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.registration.choices import AgeBand, ContactPreference, NeedKind, PoolKind, SpokenLanguage
from events.registration.models import Event, FormVersion, Registration
from events.registration.party import NeedAsked, Party, Person
from events.registration.questions import Question, Scope, read_schema

from .facts import Group

COUNTED = {NeedKind.CHILDCARE: _("childcare: how many children"), NeedKind.WHEELCHAIR: _("wheelchair places")}
TICKED = {NeedKind.SIGN: NeedKind.SIGN.label, NeedKind.CAPTIONING: NeedKind.CAPTIONING.label}
WRITTEN = {NeedKind.ALLERGY: NeedKind.ALLERGY.label, NeedKind.OTHER: _("other wishes")}


class PartyForm(forms.Form):
    """Who comes, how to reach them, and what they need; with the event's questions. Nothing but the name must be known.

    `people`: the persons of a party that is there already, each with fields of its own.
    """

    name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=100)
    kana = forms.CharField(label=_("reading"), max_length=150, required=False)
    phone = forms.CharField(label=_("telephone"), max_length=40, required=False)
    seats = forms.IntegerField(label=pgettext_lazy("party", "people"), min_value=1, max_value=999, initial=1)
    email = forms.CharField(label=_("mail address"), max_length=254, required=False)
    contact_pref = forms.ChoiceField(label=_("wants to be told"), choices=ContactPreference.choices)
    postal_address = forms.CharField(label=_("postal address"), max_length=300, required=False)
    organisation_name = forms.CharField(label=_("organisation"), max_length=150, required=False)
    note = forms.CharField(
        label=_("note of the staff"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )

    contact = ("name", "kana", "phone", "seats", "email", "contact_pref", "postal_address", "organisation_name", "note")

    def __init__(self, *args: Any, event: Event, form: FormVersion | None, registration: Registration | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.event, self.registration = event, registration
        self.questions = read_schema(form.schema) if form is not None else []
        self.members = list(registration.members.filter(cancelled_at=None)) if registration is not None else []
        self._add_needs()
        for question in self._asked(Scope.PARTY):
            self.fields[f"answer_{question.key}"] = field_of(question)
        for number, _member in enumerate(self.members):
            self._add_person(number)

    def _asked(self, scope: str) -> list[Question]:
        return [question for question in self.questions if question.scope == scope]

    def _add_needs(self) -> None:
        languages = {pool.language for pool in self.event.pools.filter(kind=PoolKind.INTERPRETER)}
        if self.registration is not None:
            languages |= {need.language for need in self.registration.needs.filter(kind=NeedKind.INTERPRETER)}
        choices = [choice for choice in SpokenLanguage.choices if choice[0] in languages]
        if choices:
            self.fields["interpreter"] = forms.MultipleChoiceField(
                label=_("interpreter"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        for kind, label in COUNTED.items():
            self.fields[f"need_{kind}"] = forms.IntegerField(label=label, required=False, min_value=0, max_value=99)
        for kind, label in TICKED.items():
            self.fields[f"need_{kind}"] = forms.BooleanField(label=label, required=False)
        for kind, label in WRITTEN.items():
            self.fields[f"need_{kind}"] = forms.CharField(label=label, required=False, max_length=500)

    def _add_person(self, number: int) -> None:
        self.fields[f"person_{number}_name"] = forms.CharField(
            label=pgettext_lazy("person", "name"), max_length=100, required=False
        )
        self.fields[f"person_{number}_kana"] = forms.CharField(label=_("reading"), max_length=150, required=False)
        self.fields[f"person_{number}_age_band"] = forms.ChoiceField(
            label=pgettext_lazy("party", "age"), choices=AgeBand.choices, required=False
        )
        self.fields[f"person_{number}_school_grade"] = forms.CharField(
            label=_("school grade"), max_length=30, required=False
        )
        self.fields[f"person_{number}_mother_tongue"] = forms.ChoiceField(
            label=_("mother tongue"), choices=[("", "—"), *SpokenLanguage.choices], required=False
        )
        for question in self._asked(Scope.PERSON):
            self.fields[f"person_{number}_answer_{question.key}"] = field_of(question)

    @property
    def groups(self) -> list[Group]:
        groups = [Group(_("Who comes"), [self[name] for name in self.contact])]
        for number, _member in enumerate(self.members):
            names = [name for name in self.fields if name.startswith(f"person_{number}_")]
            groups.append(Group(_("Person %(n)d") % {"n": number + 1}, [self[name] for name in names]))
        needs = [name for name in self.fields if name.startswith("need_") or name == "interpreter"]
        groups.append(Group(_("What they need"), [self[name] for name in needs]))
        answers = [name for name in self.fields if name.startswith("answer_")]
        if answers:
            groups.append(Group(_("Questions of the form"), [self[name] for name in answers]))
        return groups

    def field_for(self, name: str) -> str:
        """Return the field that a message of the service is about, or an empty string."""
        first, _dot, rest = name.partition(".")
        if first == "answers":
            return f"answer_{rest}"
        if first == "people":
            return "person_" + rest.replace(".answers.", "_answer_").replace(".", "_")
        return name if name in self.fields else ""

    def party(self) -> Party:
        typed = self.cleaned_data
        return Party(
            **{name: typed[name] for name in self.contact}, people=self._people(), needs=tuple(self._needs()),
            answers=self._answers("answer_", Scope.PARTY),
        )  # fmt: skip

    def _answers(self, prefix: str, scope: str) -> dict[str, Any]:
        return {question.key: self.cleaned_data.get(prefix + question.key) for question in self._asked(scope)}

    def _people(self) -> tuple[Person, ...]:
        names = ("name", "kana", "age_band", "school_grade", "mother_tongue")
        return tuple(
            Person(
                **{name: self.cleaned_data.get(f"person_{number}_{name}", "") for name in names},
                answers=self._answers(f"person_{number}_answer_", Scope.PERSON),
            )
            for number, _member in enumerate(self.members)
        )

    def _needs(self) -> list[NeedAsked]:
        typed = self.cleaned_data
        needs = [NeedAsked(kind=NeedKind.INTERPRETER, language=code) for code in typed.get("interpreter", ())]
        needs += [NeedAsked(kind=kind, count=typed[f"need_{kind}"]) for kind in COUNTED if typed.get(f"need_{kind}")]
        needs += [NeedAsked(kind=kind) for kind in TICKED if typed.get(f"need_{kind}")]
        needs += [NeedAsked(kind=kind, details=typed[f"need_{kind}"]) for kind in WRITTEN if typed.get(f"need_{kind}")]
        return needs


def field_of(question: Question) -> Any:
    """Return the field of a question. Staff may leave anything empty; what is typed is checked by the service."""
    said: dict[str, Any] = {"label": question.display_label, "help_text": question.display_help, "required": False}
    if question.type == "text":
        return forms.CharField(widget=forms.Textarea({"rows": 2}), **said)
    if question.type == "yes":
        return forms.BooleanField(**said)
    if question.type == "choice":
        return forms.ChoiceField(choices=[("", "—"), *question.display_options], **said)
    if question.type == "choices":
        return forms.MultipleChoiceField(
            choices=question.display_options, widget=forms.CheckboxSelectMultiple, **said
        )  # fmt: skip
    if question.type == "date":
        return forms.CharField(widget=forms.TextInput({"type": "date"}), **said)
    return forms.CharField(**said)


def initial_of(registration: Registration) -> dict[str, Any]:
    """Return what a form about a registration starts with."""
    initial: dict[str, Any] = {name: getattr(registration, name) for name in PartyForm.contact}
    needs = list(registration.needs.all())
    initial["interpreter"] = [need.language for need in needs if need.kind == NeedKind.INTERPRETER]
    for need in needs:
        value: Any = need.count if need.kind in COUNTED else need.details if need.kind in WRITTEN else True
        initial[f"need_{need.kind}"] = value
    initial |= {f"answer_{row.question}": row.value for row in registration.answers.filter(member=None)}
    members = registration.members.filter(cancelled_at=None).prefetch_related("answers")
    for number, member in enumerate(members):
        for name in ("name", "kana", "age_band", "school_grade", "mother_tongue"):
            initial[f"person_{number}_{name}"] = getattr(member, name)
        initial |= {f"person_{number}_answer_{row.question}": row.value for row in member.answers.all()}
    return initial
