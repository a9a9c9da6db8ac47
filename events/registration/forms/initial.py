"""What the form of a party shows for a registration that is there already."""

from __future__ import annotations

from typing import Any

from events.registration.models import Registration

from . import needs
from .party import OF_PERSON

OF_PARTY = ("name", "kana", "email", "phone", "contact_pref", "postal_address", "organisation_name")


def of_registration(registration: Registration) -> dict[str, Any]:
    """Return the initial values, in three queries."""
    shown: dict[str, Any] = {name: getattr(registration, name) for name in OF_PARTY}
    shown["seats"] = str(registration.seats)
    shown["sensitive"] = registration.sensitive_consent_at is not None
    members = list(registration.members.filter(cancelled_at__isnull=True).order_by("position"))
    numbers = {member.pk: number for number, member in enumerate(members)}
    for member in members:
        for name in OF_PERSON:
            shown[f"p{numbers[member.pk]}_{name}"] = getattr(member, name)
    for answer in registration.answers.all():
        if answer.member_id is None:
            shown[f"q_{answer.question}"] = answer.value
        elif answer.member_id in numbers:
            shown[f"p{numbers[answer.member_id]}_q_{answer.question}"] = answer.value
    return shown | needs.initial(registration.needs.all())
