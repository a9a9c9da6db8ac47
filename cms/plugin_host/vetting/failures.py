"""Put into words what went wrong while a plugin was looked at."""

import traceback
from pathlib import Path

from cms.plugin_host.boot import Reason, Status
from cms.plugin_host.boot.children import Finding


class Unattributed(Exception):
    """Something is wrong, and it cannot be told whose fault it is: the plugins must be looked at one by one."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.reasons[0]))
        self.finding = finding


class Broken(Exception):
    """A plugin's own code failed in a step that has a name; `error` is what it raised."""

    def __init__(
        self, key: str, params: dict[str, str], error: BaseException, *, status: Status = Status.BROKEN
    ) -> None:
        super().__init__(str(error))
        self.key, self.params, self.error, self.status = key, params, error, status

    @property
    def finding(self) -> Finding:
        reason = Reason(self.key, self.params | {"error": worded(self.error)})
        return Finding(self.status, (reason,), traceback_of(self.error))


def worded(error: BaseException) -> str:
    """Return the error's name and text on one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__


def traceback_of(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-8000:]


def finding_of(error: BaseException, *, step: str = "django.setup()") -> Finding:
    """Return what there is to say about an error that nobody expected."""
    reason = Reason("failed", {"step": step, "error": worded(error)})
    return Finding(Status.BROKEN, (reason,), traceback_of(error))


def place_in(path: str | None, line: int | None, folder: Path) -> str:
    """Return "contributions.py:12" for a file of the plugin, the whole path for another one."""
    if not path:
        return "?"
    file = Path(path)
    name = str(file.relative_to(folder)) if file.is_relative_to(folder) else str(file)
    return f"{name}:{line}" if line else name
