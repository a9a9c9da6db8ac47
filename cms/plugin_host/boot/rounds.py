"""Find out which of the plugins can be loaded together, with as few child processes as that takes."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from .children import Children, Finding, Mode, Report
from .compatibility import refused, settle
from .manifest import Manifest
from .reasons import Reason
from .verdicts import Status, Verdict, loaded_of


class SiteDoesNotStart(Exception):
    """The site does not even start without plugins: nothing can be said about them. `finding` says what happened."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.reasons[0]) if finding.reasons else "")
        self.finding = finding


def vet(verdicts: Sequence[Verdict], children: Children) -> list[Verdict]:
    """Return the verdicts after looking at the loaded ones; raise SiteDoesNotStart.

    All together in one child: as a rule that is all. Where a plugin only fails a check, it is left out and the others
    are looked at again. Where the child dies, each plugin is looked at alone, and the survivors together. Where they
    die although each is good alone, they are added one by one.
    """
    settled = settle(verdicts)
    _say("looking at " + ", ".join(plugin.slug for plugin in loaded_of(tuple(settled))) + " …")
    settled, crashed = _together(settled, children, "together")
    if not crashed:
        return settled
    settled, crashed = _together(_apart(settled, children), children, "survivors")
    return _one_by_one(settled, children) if crashed else settled


def _together(verdicts: list[Verdict], children: Children, mode: Mode) -> tuple[list[Verdict], bool]:
    """Look at all, without those that turn out not to be good, until all are good; say whether a child died."""
    while plugins := loaded_of(tuple(verdicts)):
        report = children.look(mode, plugins)
        if report.crash:
            return verdicts, True
        judged = _judged(verdicts, report)
        if all(each.loaded for each, before in zip(judged, verdicts, strict=True) if before.loaded):
            return settle(judged), False
        verdicts = settle(judged)
    return verdicts, False


def _apart(verdicts: list[Verdict], children: Children) -> list[Verdict]:
    report = children.look("apart", loaded_of(tuple(verdicts)))
    if report.crash:
        raise SiteDoesNotStart(report.crash)
    return settle(_judged(verdicts, report))


def _one_by_one(verdicts: list[Verdict], children: Children) -> list[Verdict]:
    """Keep each plugin with which the ones kept so far still start."""
    kept: list[Manifest] = []
    judged = {id(verdict): verdict for verdict in verdicts}
    for verdict in verdicts:
        if not verdict.loaded or not verdict.manifest:
            continue
        if not set(verdict.manifest.needs) <= {plugin.slug for plugin in kept}:
            continue  # settle() says whom it lacks
        report = children.look("survivors", [*kept, verdict.manifest])
        if not report.crash:
            kept.append(verdict.manifest)
            continue
        others = ", ".join(plugin.slug for plugin in kept) or "–"
        error = str(report.crash.reasons[0])
        reason = Reason("together", {"others": others, "error": error})
        judged[id(verdict)] = refused(verdict, Status.BROKEN, reason, traceback=report.crash.traceback)
    return settle(judged.values())


def _judged(verdicts: Sequence[Verdict], report: Report) -> list[Verdict]:
    return [_with(verdict, report) for verdict in verdicts]


def _with(verdict: Verdict, report: Report) -> Verdict:
    finding = report.findings.get(verdict.manifest.package) if verdict.manifest and verdict.loaded else None
    if finding is None:
        return verdict
    return replace(
        verdict,
        status=finding.status,
        reasons=finding.reasons,
        traceback=finding.traceback,
        notes=finding.notes,
    )


def _say(text: str) -> None:
    print(f"plugins: {text}", file=sys.stderr, flush=True)
