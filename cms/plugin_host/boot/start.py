"""Settle, while settings are read, which plugins this process loads."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import discovery, manifest
from .discovery import Found
from .manifest import BadManifest, Manifest
from .verdicts import Status, Verdict


@dataclass(frozen=True)
class Boot:
    """The outcome: `apps` for INSTALLED_APPS in order, and a verdict on every plugin that was found."""

    apps: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def loaded(self) -> tuple[Manifest, ...]:
        """The manifests of the plugins in this process, in the order in which they are loaded."""
        return tuple(verdict.manifest for verdict in self.verdicts if verdict.loaded and verdict.manifest)

    def of(self, slug: str) -> Verdict | None:
        """Return the verdict on a plugin, the loaded one where two claim the same slug."""
        found = [verdict for verdict in self.verdicts if verdict.slug == slug]
        return next((verdict for verdict in found if verdict.loaded), found[0] if found else None)


def boot(*, folder: Path, further_folders: Iterable[Path] = ()) -> Boot:
    """Find the plugins in `folder` and `further_folders`, and say which of them to load."""
    further = [path.resolve() for path in further_folders]
    discovery.make_importable(further)
    verdicts = tuple(_judge(found) for found in discovery.in_folders([folder, *further]))
    apps: dict[str, None] = {}
    for verdict in verdicts:
        if verdict.loaded and verdict.manifest:
            apps |= dict.fromkeys([*verdict.manifest.apps, verdict.manifest.package])
    return Boot(tuple(apps), verdicts)


def _judge(found: Found) -> Verdict:
    try:
        facts = manifest.read(found.path, package=found.package, origin=found.origin)
    except BadManifest as error:
        return Verdict(found.name, Status.REJECTED, error.reasons)
    return Verdict(facts.slug, Status.LOADED, manifest=facts)
