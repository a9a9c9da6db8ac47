"""What was found out about a plugin before anything of it was loaded into this process."""

from dataclasses import dataclass
from enum import StrEnum

from .manifest import Manifest
from .reasons import Reason


class Status(StrEnum):
    """What became of a plugin that was found.

    loaded: in this process. broken: its code fails. incompatible: not for this site, or without what it needs.
    rejected: it breaks a rule of the plugin API. off: switched off by CMS_PLUGINS_OFF.
    """

    LOADED = "loaded"
    BROKEN = "broken"
    INCOMPATIBLE = "incompatible"
    REJECTED = "rejected"
    OFF = "off"


@dataclass(frozen=True)
class Verdict:
    """One plugin's status. `reasons` are for a person, the first is the weightiest; `traceback` for a developer.

    notes: what does not keep it from being loaded and should be mended all the same.
    """

    slug: str
    status: Status
    reasons: tuple[Reason, ...] = ()
    traceback: str = ""
    manifest: Manifest | None = None
    notes: tuple[Reason, ...] = ()

    @property
    def loaded(self) -> bool:
        return self.status is Status.LOADED

    @property
    def reason(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None


def loaded_of(verdicts: tuple[Verdict, ...]) -> tuple[Manifest, ...]:
    """Return the manifests of those that are loaded, in the order of the verdicts."""
    return tuple(verdict.manifest for verdict in verdicts if verdict.loaded and verdict.manifest)
