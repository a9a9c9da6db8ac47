"""What tests need from Debian, installed where we may."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from .console import report


class CannotInstall(Exception):
    """Something is missing and we may not install it; the message is the line to run."""


@dataclass(frozen=True)
class Need:
    """A Debian package, and what shows that it, or its like from elsewhere, is there."""

    package: str
    programs: tuple[str, ...]
    why: str

    def is_met(self) -> bool:
        return any(shutil.which(program) for program in self.programs)


@dataclass(frozen=True)
class Fonts(Need):
    """Met when any installed font covers Japanese."""

    def is_met(self) -> bool:
        if not shutil.which("fc-list"):
            return False
        return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout.strip())


GETTEXT = Need("gettext", ("msgfmt",), "collecting strings")
NEEDS = (
    Need(
        "chromium-headless-shell",
        ("chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome-stable"),
        "browser tests",
    ),
    Fonts("fonts-noto-cjk", (), "Japanese text in screenshots"),
    Need("fontconfig", ("fc-list",), "finding fonts"),
    GETTEXT,
    Need("faketime", ("faketime",), "a clock that jumps"),
)


def missing(needs: Sequence[Need]) -> list[str]:
    return [need.package for need in needs if not need.is_met()]


def ensure(needs: Sequence[Need] = NEEDS) -> None:
    """Install what is missing with apt, as root or through sudo without a password. Raises CannotInstall."""
    packages = missing(needs)
    if not packages:
        report("system", f"{', '.join(need.package for need in needs)}: there")
        return
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    prefix = [] if os.getuid() == 0 else ["sudo", "-n"]
    may = os.getuid() == 0 or (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    if not may or not shutil.which("apt-get"):
        raise CannotInstall(f"missing: {', '.join(packages)}. Run, as root:\n\n    {line}\n")
    report("system", f"installing {', '.join(packages)} …")
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run([*prefix, "apt-get", *step], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout[-2000:], done.stderr[-2000:])
            raise CannotInstall(f"apt-get {step[0]} failed. Run, as root:\n\n    {line}\n")
    if still := missing(needs):
        raise CannotInstall(f"still missing after the installation: {', '.join(still)}")
    report("system", "installed")
