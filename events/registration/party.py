"""What somebody sends in: a party of people, what they need and what they answered. Data only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .choices import ContactPreference


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person of a party. answers: by the key of the question, of questions asked of each person."""

    name: str = ""
    kana: str = ""
    age_band: str = ""
    school_grade: str = ""
    mother_tongue: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NeedAsked:
    """A need of the party. kind: of `NeedKind`. language: of an interpreter. count: how many children, wheelchairs."""

    kind: str
    language: str = ""
    count: int = 1
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What somebody agreed to: which version of the privacy notice, read in which language.

    sensitive: that needs (disability, health, languages) may be kept. Without it they are not stored.
    """

    version: str
    locale: str
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who registers, and with whom. `people` may name fewer than `seats`; the others stay without a name.

    The first person is the one who registers, unless `people` says otherwise. consent: None for bookings that staff
    type from a call, where nobody ticked a box.
    """

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    organisation_name: str = ""
    contact_pref: str = ContactPreference.MAIL
    seats: int = 1
    people: tuple[Person, ...] = ()
    needs: tuple[NeedAsked, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    consent: Consent | None = None
    note: str = ""

    def digest(self, *, offering: int) -> str:
        """Return a hash of all that is asked for, the same for the same request whenever it is sent."""
        asked = {"offering": offering, **asdict(self)}
        return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
