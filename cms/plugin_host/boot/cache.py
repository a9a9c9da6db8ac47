"""Verdicts kept in a file, so that nothing is vetted twice: written atomically, made under a lock.

A folder that cannot be written to costs time, not the site: then every process vets for itself.
"""

import fcntl
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cms.whole_files import replaced

from .reasons import reasons_from_json, reasons_to_json
from .verdicts import Status, Verdict

FORMAT = 1
# Development, tests and production of one checkout share the file, and going back to a branch finds its verdicts.
KEPT = 12


class VerdictCache:
    """The file `verdicts.json` in a folder: what came of vetting, by fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "verdicts.json"

    def get(self, key: str, plugins: Iterable[Verdict]) -> list[Verdict] | None:
        """Return the verdicts on these plugins under this fingerprint, or None when they are not known."""
        known = next((run["verdicts"] for run in self._runs() if run["key"] == key), None)
        if known is None:
            return None
        try:
            return [_restored(plugin, known[_package(plugin)]) for plugin in plugins]
        except (KeyError, TypeError, ValueError):
            return None

    def put(self, key: str, verdicts: Iterable[Verdict]) -> None:
        """Keep what came of vetting; the oldest is forgotten."""
        run = {"key": key, "verdicts": {_package(verdict): _kept(verdict) for verdict in verdicts}}
        runs = [run, *(other for other in self._runs() if other["key"] != key)][:KEPT]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with replaced(self.file) as file:
                file.write(json.dumps({"format": FORMAT, "runs": runs}, ensure_ascii=False).encode())
        except OSError as error:
            print(f"plugins: verdicts cannot be kept in {self.folder}: {error}", file=sys.stderr)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time vet; the others wait and then find its verdicts."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "verdicts.lock").open("w")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _runs(self) -> list[dict[str, Any]]:
        try:
            document = json.loads(self.file.read_text(encoding="utf-8"))
            return list(document["runs"]) if document["format"] == FORMAT else []
        except (OSError, ValueError, KeyError, TypeError):
            return []


def _package(verdict: Verdict) -> str:
    assert verdict.manifest
    return verdict.manifest.package


def _kept(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": str(verdict.status),
        "reasons": reasons_to_json(verdict.reasons),
        "notes": reasons_to_json(verdict.notes),
        "traceback": verdict.traceback,
    }


def _restored(plugin: Verdict, kept: Mapping[str, Any]) -> Verdict:
    return Verdict(
        plugin.slug,
        Status(kept["status"]),
        reasons_from_json(kept["reasons"]),
        str(kept["traceback"]),
        plugin.manifest,
        reasons_from_json(kept["notes"]),
    )
