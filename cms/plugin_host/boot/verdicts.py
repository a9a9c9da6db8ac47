"""What was found out about a plugin before anything of it was loaded into this process."""

from dataclasses import dataclass
from enum import StrEnum

from .manifest import Manifest
from .reasons import Reason


class Status(StrEnum):
    """What became of a plugin that was found."""

    LOADED = "loaded"
    BROKEN = "broken"
    INCOMPATIBLE = "incompatible"
    REJECTED = "rejected"
    OFF = "off"


@dataclass(frozen=True)
class Verdict:
    """One plugin's status. `reasons` are for a person, the first is the weightiest; `traceback` for a developer."""

    slug: str
    status: Status
    reasons: tuple[Reason, ...] = ()
    traceback: str = ""
    manifest: Manifest | None = None

    @property
    def loaded(self) -> bool:
        return self.status is Status.LOADED

    @property
    def reason(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None
