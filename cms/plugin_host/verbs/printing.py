"""How verbs print: verdicts as lines for a person or as JSON for a program."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.plugin_host.boot import Status, Verdict


def as_json(command: BaseCommand, thing: Any) -> None:
    command.stdout.write(json.dumps(thing, ensure_ascii=False, indent=2, default=str))


def facts(verdict: Verdict) -> dict[str, Any]:
    """Return what `list` says of a plugin."""
    manifest = verdict.manifest
    return {
        "slug": verdict.slug,
        "status": str(verdict.status),
        "version": manifest.version if manifest else "",
        "name": dict(manifest.name) if manifest else {},
        "package": manifest.package if manifest else "",
        "path": str(manifest.path) if manifest else "",
        "reasons": [str(reason) for reason in verdict.reasons],
        "notes": [str(note) for note in verdict.notes],
    }


def line(command: BaseCommand, verdict: Verdict) -> None:
    """Print one plugin: status, slug, version, name, and under it why it is not loaded."""
    style = command.style.SUCCESS if verdict.loaded else command.style.WARNING
    manifest = verdict.manifest
    name = f"{manifest.version}  {manifest.name.get('en', '')} ({manifest.name.get('ja', '')})" if manifest else ""
    command.stdout.write(style(f"{verdict.status:<13}") + f" {verdict.slug:<24} {name}".rstrip())
    for reason in (*verdict.reasons, *verdict.notes):
        command.stdout.write(f"{'':14}{reason}")


def by_slug(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda verdict: (verdict.slug, not verdict.loaded))


def of_slug(verdicts: Iterable[Verdict], slug: str) -> list[Verdict]:
    """Return the verdicts on a slug, which two plugins may claim; raise CommandError when there is none."""
    verdicts = list(verdicts)
    found = [verdict for verdict in verdicts if verdict.slug == slug]
    if not found:
        known = ", ".join(sorted({verdict.slug for verdict in verdicts})) or "none"
        raise CommandError(f"There is no plugin {slug}. There are: {known}")
    return by_slug(found)


def insist_on_fit(verdicts: Iterable[Verdict]) -> None:
    """Raise CommandError, for the exit status, when one is neither loaded nor switched off on purpose."""
    unfit = [verdict.slug for verdict in verdicts if verdict.status not in {Status.LOADED, Status.OFF}]
    if unfit:
        raise CommandError(f"Not fit: {', '.join(unfit)}")
