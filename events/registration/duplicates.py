"""When two registrations are of the same person: keyed hashes that can be compared and not read."""

from __future__ import annotations

import re

from django.utils.crypto import salted_hmac

from cms.core.numerals import half_width
from cms.core.readings import sort_key

from .choices import DuplicateRule
from .party import Party


def digits(phone: str) -> str:
    """Return a telephone number as Japanese exchanges dial it: digits only, +81 as 0."""
    number = re.sub(r"[^\d+]", "", half_width(phone))
    return re.sub(r"\D", "", re.sub(r"^\+81\(?0?\)?", "0", number))


def duplicate_key(party: Party, *, rule: str) -> str | None:
    """Return what two registrations of the same person share under a rule; None when the rule says nothing here.

    Without a telephone number, the address stands in for it, so that families with one line are told apart by name.
    """
    email, phone = party.email.lower(), digits(party.phone)
    name = sort_key(party.kana) if party.kana else party.name.replace(" ", "")
    parts: dict[str, tuple[str, ...]] = {
        DuplicateRule.NONE: (),
        DuplicateRule.EMAIL: (email,),
        DuplicateRule.PHONE: (phone,),
        DuplicateRule.NAME_AND_PHONE: (name, phone or email),
    }
    wanted = parts[rule]
    if not wanted or not all(wanted):
        return None
    return salted_hmac("event_registration.duplicate", "\n".join((rule, *wanted)), algorithm="sha256").hexdigest()
