"""Settle, while settings are read, which plugins this process loads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import children, compatibility, discovery, fingerprint, rounds
from .cache import VerdictCache
from .children import Children
from .manifest import Manifest
from .reasons import Reason
from .verdicts import Status, Verdict, loaded_of

# The fingerprints of what this process has looked at itself.
_LOOKED: set[str] = set()


class NotEveryPluginIsLoaded(Exception):
    """Some plugin is not loaded, and CMS_PLUGINS_STRICT says that this is an error."""


@dataclass(frozen=True)
class Boot:
    """The outcome: `apps` for INSTALLED_APPS in order, and a verdict on every plugin that was found."""

    apps: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def loaded(self) -> tuple[Manifest, ...]:
        """The manifests of the plugins in this process, in the order in which they are loaded."""
        return loaded_of(self.verdicts)

    @property
    def migrations(self) -> dict[str, str]:
        """For MIGRATION_MODULES: where the migrations of further apps are, by the apps' labels."""
        return {app: module for each in self.loaded for app, module in each.migrations.items()}

    def of(self, slug: str) -> Verdict | None:
        """Return the verdict on a plugin, the loaded one where two claim the same slug."""
        found = [verdict for verdict in self.verdicts if verdict.slug == slug]
        return next((verdict for verdict in found if verdict.loaded), found[0] if found else None)


@dataclass(frozen=True, kw_only=True)
class Start:
    """What settings know about this site.

    root: the checkout. core: folders of the site's own code. core_apps: INSTALLED_APPS without plugins. folders: where
    plugins are, the first is `plugins/` itself. cache: where verdicts are kept. off: slugs not to load, or "*".
    strict: raise when a plugin is not loaded. seconds: the limit of a child. beside: what else verdicts depend on.
    """

    root: Path
    core: Sequence[Path]
    core_apps: Sequence[str]
    folders: Sequence[Path]
    cache: Path
    off: Sequence[str] = ()
    strict: bool = False
    seconds: float = 30.0
    settings_module: str = ""
    database: str = ""

    def judged(self) -> list[Verdict]:
        """Find the plugins and say what their manifests alone tell."""
        discovery.make_importable(self.folders[1:])
        found = discovery.find(self.folders)
        return compatibility.judge(found, off=self.off, core_apps=self.core_apps) if found else []

    def vetted(self, *, afresh: bool = False) -> list[Verdict]:
        """Return the verdicts, from the cache where nothing has changed.

        afresh: look even if nothing has, unless this very process has looked: a command that is to look again begins
        with settings, which have just done so where something was new.
        """
        judged = self.judged()
        candidates = [verdict for verdict in judged if verdict.loaded]
        if not candidates:
            return judged
        others = [verdict for verdict in judged if not verdict.loaded]
        cache, key = VerdictCache(self.cache), self._fingerprint(candidates)
        afresh = afresh and key not in _LOOKED
        known = None if afresh else cache.get(key, candidates)
        if known is None:
            with cache.locked():
                known = None if afresh else cache.get(key, candidates)
                if known is None:
                    known = self._look(candidates, cache, key)
        return compatibility.settle([*known, *others])

    def _look(self, candidates: list[Verdict], cache: VerdictCache, key: str) -> list[Verdict]:
        try:
            verdicts = rounds.vet(candidates, Children(self.root, self.seconds))
        except rounds.SiteDoesNotStart as crash:
            # Not the plugins' fault, and not kept: the next start looks again.
            reason = Reason("core_failed", {"error": str(crash)})
            return [
                replace(verdict, status=Status.BROKEN, reasons=(reason,), traceback=crash.finding.traceback)
                for verdict in candidates
            ]
        cache.put(key, verdicts)
        _LOOKED.add(key)
        return verdicts

    def _fingerprint(self, candidates: list[Verdict]) -> str:
        plugins = [verdict.manifest for verdict in candidates if verdict.manifest]
        beside = {"settings": self.settings_module, "database": self.database, "seconds": f"{self.seconds:g}"}
        return fingerprint.of(plugins, core=self.core, beside=beside)


def boot(start: Start) -> Boot:
    """Return what to load; raise NotEveryPluginIsLoaded where that is asked for.

    A child that vets gets what it was told to load, and nothing is vetted in it.
    """
    if asked := children.asked():
        mode, packages = asked
        verdicts = [each for each in start.judged() if each.manifest and each.manifest.package in packages]
        return Boot(_apps(verdicts, start.core_apps) if mode != "apart" else (), tuple(verdicts))
    verdicts = start.vetted()
    if start.strict:
        _insist(verdicts)
    return Boot(_apps(verdicts, start.core_apps), tuple(verdicts))


def _apps(verdicts: Sequence[Verdict], core_apps: Sequence[str]) -> tuple[str, ...]:
    apps: dict[str, None] = {}
    for plugin in loaded_of(tuple(verdicts)):
        apps |= dict.fromkeys([*plugin.apps, plugin.package])
    return tuple(app for app in apps if app not in core_apps)


def _insist(verdicts: Sequence[Verdict]) -> None:
    missing = [each for each in verdicts if each.status not in {Status.LOADED, Status.OFF} or each.notes]
    if missing:
        lines = [
            f"{each.slug} ({each.status}): {reason}" for each in missing for reason in (*each.reasons, *each.notes)
        ]
        raise NotEveryPluginIsLoaded("\n  ".join(["CMS_PLUGINS_STRICT is set, and not every plugin is fit:", *lines]))
