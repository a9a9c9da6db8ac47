"""What people may ask for at an event, as fields of a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.registration.choices import EventKind, LanguageUse, NeedKind, PoolKind, Provision, SpokenLanguage
from events.registration.models import Event, Offering
from events.registration.party import NeedAsked

from . import fields

MOST = 10
COUNTED = {"childcare": NeedKind.CHILDCARE, "wheelchair": NeedKind.WHEELCHAIR}
TICKED = {"sign": NeedKind.SIGN, "captioning": NeedKind.CAPTIONING}
WRITTEN = {"allergy": NeedKind.ALLERGY, "other": NeedKind.OTHER}


def offered(event: Event, offerings: Sequence[Offering], known: Sequence[Any] = ()) -> dict[str, forms.Field]:
    """Return the fields for what this event offers, and the consent that they need.

    known: the needs of a registration that is changed. They can be chosen even if they are not offered any more: what
    nobody touches stays.
    """
    made: dict[str, forms.Field] = {}
    asked_for = {need.language for need in known if need.kind == NeedKind.INTERPRETER}
    languages = interpreted(event, offerings, also=asked_for)
    if len(asked_for) > 1:  # staff noted them on the telephone
        made["need_interpreter"] = forms.MultipleChoiceField(
            label=_("Interpreter"), choices=languages, required=False, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": fields.CHOOSE},
        )  # fmt: skip
    elif languages:
        made["need_interpreter"] = fields.choice(_("Interpreter"), [("", _("Not needed")), *languages])
    labels = {
        "childcare": _("Childcare: how many children?"),
        "wheelchair": _("Wheelchair places: how many?"),
        "sign": _("I would like sign language interpretation"),
        "captioning": _("I would like captions to read"),
    }
    pools = {take.pool.kind for offering in offerings for take in offering.taken}
    for name in COUNTED:
        if getattr(event, name) != Provision.NONE or (name == "childcare" and PoolKind.CHILDCARE in pools):
            counts = {*range(1, MOST + 1), *(need.count for need in known if need.kind == COUNTED[name])}
            numbers = [("", _("Not needed")), *((str(n), str(n)) for n in sorted(counts))]
            made[f"need_{name}"] = fields.choice(labels[name], numbers)
    for name, provided in (("sign", event.sign_language), ("captioning", event.captioning)):
        if provided == Provision.ON_REQUEST:
            made[f"need_{name}"] = fields.tick(labels[name])
    # One that staff noted without saying what it is would be lost in an empty line.
    is_noted = any(need.kind == NeedKind.ALLERGY and not need.details for need in known)
    if ("need_childcare" in made or event.kind == EventKind.MIXER) and not is_noted:
        made["need_allergy"] = fields.line(
            NeedKind.ALLERGY.label, longest=500, help_text=_("For example: my daughter cannot eat eggs")
        )
    made["need_other"] = fields.line(
        _("Anything else we should know"),
        longest=500,
        help_text=_("For example: a seat at the front, because of my knees"),
    )
    made["sensitive"] = fields.tick(
        _("I agree that the centre keeps what I wrote here"),
        help_text=_("Needed when you wrote something above. Only to prepare the day; erased with your registration."),
    )
    return made


def interpreted(event: Event, offerings: Sequence[Offering], also: Collection[str] = ()) -> list[tuple[str, Any]]:
    """Return the languages that interpreters are there for, and those in `also`, each named in itself."""
    said = {row.code for row in event.languages.all() if row.use == LanguageUse.INTERPRETED}
    pools = {take.pool.language for offering in offerings for take in offering.taken}
    return [(code, label) for code, label in SpokenLanguage.choices if code in {*said, *pools, *also}]


def asked(data: Mapping[str, Any]) -> list[tuple[str, NeedAsked]]:
    """Return the needs that were filled in, each with the name of its field."""
    found = []
    chosen = data.get("need_interpreter") or []
    for language in [chosen] if isinstance(chosen, str) else chosen:
        found.append(("need_interpreter", NeedAsked(kind=NeedKind.INTERPRETER, language=language)))
    for name, kind in COUNTED.items():
        if count := data.get(f"need_{name}"):
            found.append((f"need_{name}", NeedAsked(kind=kind, count=int(count))))
    for name, kind in TICKED.items():
        if data.get(f"need_{name}"):
            found.append((f"need_{name}", NeedAsked(kind=kind)))
    for name, kind in WRITTEN.items():
        if details := data.get(f"need_{name}"):
            found.append((f"need_{name}", NeedAsked(kind=kind, details=details)))
    return found


def not_asked(known: Iterable[Any], names: Iterable[str]) -> list[NeedAsked]:
    """Return the needs of a registration that a form with fields of these names does not ask about."""
    return [
        NeedAsked(kind=need.kind, language=need.language, count=need.count, details=need.details)
        for need in known
        if f"need_{need.kind}" not in names
    ]


def initial(needs: Iterable[Any]) -> dict[str, Any]:
    """Return what the fields show for the needs of a registration."""
    shown: dict[str, Any] = {}
    languages: list[str] = []
    for need in needs:
        name = f"need_{need.kind}"
        if need.kind == NeedKind.INTERPRETER:
            languages.append(need.language)
        elif need.kind in COUNTED.values():
            shown[name] = str(need.count)
        else:
            shown[name] = need.details if need.kind in WRITTEN.values() else True
    if languages:
        shown["need_interpreter"] = languages if len(languages) > 1 else languages[0]
    return shown
