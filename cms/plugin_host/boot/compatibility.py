"""What can be said of a plugin from its manifest alone, before any of its code runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from packaging.specifiers import SpecifierSet

from cms.app_packages import package_of

from . import manifest
from .discovery import Found
from .manifest import BadManifest, Manifest
from .ordering import Circle, ordered
from .reasons import Reason
from .verdicts import Status, Verdict

# What `api` of a manifest is held against: same major, and our minor is not below theirs.
API_VERSION = "1.0"
EVERYTHING = "*"


def judge(found: Iterable[Found], *, off: Sequence[str], core_apps: Iterable[str]) -> list[Verdict]:
    """Return a verdict on each plugin; LOADED means that nothing speaks against it so far.

    off: slugs (or folder names) that are switched off, or "*". core_apps: the entries of INSTALLED_APPS.
    The loaded ones come first, in the order in which they are to be loaded.
    """
    verdicts = [_read(each, off) for each in found]
    verdicts = list(_without_clashes(verdicts, _labels(core_apps)))
    verdicts = [_compatible(verdict) for verdict in verdicts]
    return settle(verdicts)


def settle(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Take out what lacks a plugin that it needs or waits in a circle; put the rest in order, before the others.

    Called again whenever a plugin turns out not to be fit, for those that need it.
    """
    good = {verdict.slug: verdict for verdict in verdicts if verdict.loaded}
    bad = [verdict for verdict in verdicts if not verdict.loaded]
    known = {verdict.slug for verdict in bad}
    while True:
        lacking = {slug: reasons for slug, verdict in good.items() if (reasons := _lacks(verdict, good, known))}
        for slug, reasons in lacking.items():
            bad.append(refused(good.pop(slug), Status.INCOMPATIBLE, *reasons))
            known.add(slug)
        if lacking:
            continue
        try:
            order = ordered({slug: _before(verdict) for slug, verdict in good.items()})
        except Circle as circle:
            for slug in circle.slugs:
                reason = Reason("circle", {"circle": " → ".join([*circle.slugs, circle.slugs[0]])})
                bad.append(refused(good.pop(slug), Status.INCOMPATIBLE, reason))
                known.add(slug)
            continue
        return [*(good[slug] for slug in order), *bad]


def refused(verdict: Verdict, status: Status, *reasons: Reason, traceback: str = "") -> Verdict:
    """Return the same plugin's verdict with another status."""
    return Verdict(verdict.slug, status, reasons, traceback, verdict.manifest)


def _read(found: Found, off: Sequence[str]) -> Verdict:
    switched_off = Reason("switched_off")
    if found.path is None:
        return Verdict(found.name, Status.REJECTED, (Reason("not_a_package", {"entry": found.package}),))
    try:
        facts = manifest.read(found.path, package=found.package, origin=found.origin)
    except BadManifest as error:
        slug = error.slug or found.name
        if {slug, found.name, EVERYTHING} & set(off):
            return Verdict(slug, Status.OFF, (switched_off,))
        return Verdict(slug, Status.REJECTED, error.reasons)
    if {facts.slug, EVERYTHING} & set(off):
        return Verdict(facts.slug, Status.OFF, (switched_off,), manifest=facts)
    return Verdict(facts.slug, Status.LOADED, manifest=facts)


def _labels(core_apps: Iterable[str]) -> dict[str, str]:
    """Return what can be told of the apps' labels without importing them: the last part of a package's name.

    "cms.core.apps.CoreConfig" is "core". The child process sees the real labels.
    """
    return {package.rpartition(".")[2]: package for package in map(package_of, core_apps)}


def _without_clashes(verdicts: Iterable[Verdict], taken: dict[str, str]) -> Iterator[Verdict]:
    """Leave a slug to core, or to the plugin that was found first."""
    for verdict in verdicts:
        if verdict.loaded and verdict.manifest:
            if owner := taken.get(verdict.slug):
                reason = Reason("slug_taken", {"slug": verdict.slug, "owner": owner})
                yield refused(verdict, Status.REJECTED, reason)
                continue
            taken[verdict.slug] = verdict.manifest.package
        yield verdict


def _compatible(verdict: Verdict) -> Verdict:
    if not verdict.loaded or not verdict.manifest:
        return verdict
    reasons = [*_api(verdict.manifest), *_packages(verdict.manifest.requires)]
    return refused(verdict, Status.INCOMPATIBLE, *reasons) if reasons else verdict


def _api(facts: Manifest) -> Iterator[Reason]:
    wanted, present = ([int(part) for part in text.split(".")] for text in (facts.api, API_VERSION))
    if wanted[0] != present[0] or wanted[1] > present[1]:
        yield Reason("api_other", {"wanted": facts.api, "present": API_VERSION})


def _packages(requires: Mapping[str, str]) -> Iterator[Reason]:
    for package, wanted in requires.items():
        try:
            present = installed_version(package)
        except PackageNotFoundError:
            yield Reason("package_missing", {"package": package, "wanted": wanted})
            continue
        if not SpecifierSet(wanted).contains(present, prereleases=True):
            yield Reason("package_version", {"package": package, "wanted": wanted, "present": present})


def _lacks(verdict: Verdict, good: Mapping[str, Verdict], known: set[str]) -> list[Reason]:
    found = []
    assert verdict.manifest
    for other, wanted in verdict.manifest.needs.items():
        if other not in good:
            found.append(Reason("plugin_not_loaded" if other in known else "plugin_missing", {"other": other}))
            continue
        present = good[other].manifest
        assert present
        if not SpecifierSet(wanted).contains(present.version, prereleases=True):
            params = {"other": other, "wanted": wanted, "present": present.version}
            found.append(Reason("plugin_version", params))
    return found


def _before(verdict: Verdict) -> tuple[str, ...]:
    assert verdict.manifest
    return (*verdict.manifest.needs, *verdict.manifest.after)
