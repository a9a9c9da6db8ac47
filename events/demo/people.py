"""People who have registered for the demo's events: all invented, with telephone numbers that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from events.registration import services
from events.registration.choices import Source
from events.registration.models import Offering, Registration
from events.registration.party import Consent, NeedAsked, Party, Person

_FAMILY = [("見本", "みほん"), ("仮名", "かめい"), ("例示", "れいじ"), ("架空", "かくう"), ("試見", "ためしみ")]
_GIVEN = [
    ("花子", "はなこ"),
    ("太郎", "たろう"),
    ("さくら", "さくら"),
    ("一郎", "いちろう"),
    ("みどり", "みどり"),
    ("健", "けん"),
]
NAMESPACE = UUID("6f1d5a52-2f3e-4f0c-9c64-0d9a3f1f7b10")


class People:
    """Hands out one invented person after another."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def party(self, seats: int, *, needs: tuple[NeedAsked, ...] = ()) -> tuple[int, Party]:
        """Return (number, party) of the next person with so many seats."""
        number = next(self._numbers)
        family, family_kana = _FAMILY[number % len(_FAMILY)]
        given, kana = _GIVEN[number // len(_FAMILY) % len(_GIVEN)]
        people = [Person(name=f"{family} {given}", kana=f"{family_kana} {kana}", age_band="40-49")]
        people += [Person(name=f"{family} 子{n}", kana=f"{family_kana} こ", age_band="12-17") for n in range(1, seats)]
        return number, Party(
            name=f"{family} {given}", kana=f"{family_kana} {kana}", email=f"mihon{number}@kakehashi.example",
            phone=f"053-000-{1000 + number:04}", seats=seats, people=tuple(people), needs=needs,
            consent=Consent(version="demo", locale="ja", sensitive=True),
        )  # fmt: skip

    def register(
        self, offering: Offering, seats: int, *, at: datetime, needs: tuple[NeedAsked, ...] = ()
    ) -> Registration:
        """Register the next person, every fifth by telephone as staff type it in."""
        number, party = self.party(seats, needs=needs)
        source = Source.PHONE if number % 5 == 0 else Source.WEB
        key = uuid5(NAMESPACE, f"{offering.event.page_key}:{offering.position}:{number}").hex
        done = services.register(
            offering=offering.pk, idem_key=key, party=party, locale="ja", now=at, source=source, received_at=at
        )
        return done.registration  # type: ignore[no-any-return]
