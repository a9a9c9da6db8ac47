"""Look at plugins in processes of their own, where whatever they do harms nobody."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from .manifest import Manifest
from .reasons import Reason, reasons_from_json, reasons_to_json
from .verdicts import Status

# Set in a child: how it looks, and at which packages. Such a process loads what it is told and vets nothing.
VETTING = "KAKEHASHI_VETTING"
# together: all of them installed, as in a real start. apart: each alone, in forks of a process that has core only.
# survivors: together again, after apart has said what the site is like without plugins.
Mode = Literal["together", "apart", "survivors"]
MODULE = "cms.plugin_host.vetting"
_FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')


@dataclass(frozen=True)
class Finding:
    """What a child found out about one plugin; nothing wrong unless `status` says so."""

    status: Status = Status.LOADED
    reasons: tuple[Reason, ...] = ()
    traceback: str = ""
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Report:
    """What came of one child. findings: by package. crash: why it gave none, if it gave none."""

    findings: Mapping[str, Finding] = field(default_factory=dict)
    crash: Finding | None = None


@dataclass(frozen=True)
class Children:
    """Starts children. root: where the project is. seconds: the limit for one child, and for one plugin in it."""

    root: Path
    seconds: float

    def look(self, mode: Mode, plugins: Sequence[Manifest]) -> Report:
        """Run one child over the plugins and return what it says."""
        with tempfile.TemporaryDirectory(prefix="kakehashi-vetting-") as scratch:
            result, said = Path(scratch, "result.json"), Path(scratch, "said.txt")
            limit = self.seconds * (len(plugins) + 1) if mode == "apart" else self.seconds
            ended = self._run(mode, plugins, result, said, limit)
            errors = said.read_text(encoding="utf-8", errors="replace")
            try:
                document = json.loads(result.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                return Report(crash=crash(ended, errors, [plugin.path for plugin in plugins], self.seconds))
            return Report(
                {package: finding_from_json(kept) for package, kept in document["findings"].items()},
                finding_from_json(document["crash"]) if document["crash"] else None,
            )

    def _run(self, mode: Mode, plugins: Sequence[Manifest], result: Path, said: Path, limit: float) -> int | None:
        """Return the exit status, or None when it had to be ended."""
        environment = dict(os.environ) | {
            VETTING: f"{mode}:{','.join(plugin.package for plugin in plugins)}",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        command = [sys.executable, "-m", MODULE, str(result), str(self.seconds)]
        with (
            said.open("wb") as errors,
            subprocess.Popen(
                command,
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,  # so that what a plugin starts ends with it
            ) as process,
        ):
            try:
                return process.wait(limit + 5)  # the child itself is the first to watch the time
            except subprocess.TimeoutExpired:
                return None
            finally:
                end_group(process.pid)


def end_group(leader: int) -> None:
    """End a child and everything it has started."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def asked() -> tuple[Mode, tuple[str, ...]] | None:
    """Return how this process is to look at which packages, or None when it is no child."""
    mode, _, packages = os.environ.get(VETTING, "").partition(":")
    if mode not in get_args(Mode):
        return None
    return mode, tuple(package for package in packages.split(",") if package)  # type: ignore[return-value]


def crash(ended: int | None, said: str, folders: Sequence[Path], seconds: float) -> Finding:
    """Say how a process died that had no time to say it itself, from its exit status and what it left behind.

    ended: its exit status, negative for a signal; None when it took too long and had to be ended.
    """
    place = _place(said, folders)
    if ended is None or "Timeout (" in said:
        return Finding(Status.BROKEN, (Reason("endless", {"seconds": f"{seconds:g}", "place": place}),), said[-8000:])
    if ended > 0 and "Traceback (most recent call last)" in said:
        reason = Reason("failed", {"step": f"python -m {MODULE}", "error": said.strip().splitlines()[-1][:500]})
        return Finding(Status.BROKEN, (reason,), said[-8000:])
    how = signal.Signals(-ended).name if ended < 0 else f"exit {ended}"
    return Finding(Status.BROKEN, (Reason("ended", {"how": how, "place": place}),), said[-8000:])


def _place(said: str, folders: Sequence[Path]) -> str:
    """Return file and line of the first frame in one of the folders that a dumped traceback names."""
    for frame in _FRAME.finditer(said):
        for folder in folders:
            if Path(frame["file"]).is_relative_to(folder):
                return f"{Path(frame['file']).relative_to(folder)}:{frame['line']}"
    return "?"


def finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "status": str(finding.status),
        "reasons": reasons_to_json(finding.reasons),
        "traceback": finding.traceback,
        "notes": reasons_to_json(finding.notes),
    }


def finding_from_json(kept: Mapping[str, Any]) -> Finding:
    return Finding(
        Status(kept["status"]),
        reasons_from_json(kept["reasons"]),
        str(kept["traceback"]),
        reasons_from_json(kept["notes"]),
    )
