"""How often somebody may guess at a secret: a password of staff, of a private page or of a private collection."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from .public_forms import limits

TEN_MINUTES, AN_HOUR = timedelta(minutes=10), timedelta(hours=1)
#: A person who mistypes, an office behind one address, and many addresses that guess at one secret.
OF_A_SECRET_HERE, OF_A_CONNECTION, OF_A_SECRET = 10, 60, 100


@dataclass(frozen=True)
class Secret:
    """What is guessed at. kind: of which sort, each with counts of its own; name: which one."""

    kind: str
    name: str

    def count(self, *, here: str, now: datetime, too_many: Any) -> None:
        """Count an attempt from a connection, before what was typed is looked at.

        Raises ValidationError(`too_many`, code "too_many") above a limit; the words may name `minutes`.
        """
        connection = (f"{self.kind}-connection", here, OF_A_CONNECTION, TEN_MINUTES)
        for scope, who, limit, per in (connection, *self._own(here)):
            if not limits.hit(scope=scope, address=who, limit=limit, per=per, now=now):
                minutes = int(per.total_seconds()) // 60
                raise ValidationError(too_many, code="too_many", params={"minutes": minutes})

    def was_known(self, *, here: str, now: datetime) -> None:
        """Let the counts of the secret begin anew: somebody knew it. The one of the connection goes on."""
        for scope, who, _limit, per in self._own(here):
            limits.start_anew(scope=scope, address=who, per=per, now=now)

    def _own(self, here: str) -> tuple[tuple[str, str, int, timedelta], ...]:
        return (
            (f"{self.kind}-secret-here", f"{here}|{self.name}", OF_A_SECRET_HERE, TEN_MINUTES),
            (f"{self.kind}-secret", self.name, OF_A_SECRET, AN_HOUR),
        )
