"""`python -m cms.stack.checking`: style, types, contracts, templates, migrations, settings, catalogues."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import system_packages
from .places import ROOT

BIN = Path(sys.executable).parent
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": ""}
# A centre as it would be set up, so that `check --deploy` judges the settings and not what is missing from them.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "Zq3vN8tYw2Lk7RxPb5HsDf9GmCj4VuTe6AiXoQnWy1BzKhS0rE",
    "CMS_ALLOWED_HOSTS": "centre.example.jp",
    "CMS_BASE_URL": "https://centre.example.jp",
    "CMS_FROM_EMAIL": "info@centre.example.jp",
    "SMTP_HOST": "smtp.example.jp",
    "DATABASE_URL": "",
    "CMS_ALLOW_SQLITE": "1",
}


@dataclass(frozen=True)
class Check:
    """One command, and the environment it wants beside ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def program(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *arguments)


CHECKS = (
    Check("style", program("ruff", "check", "--quiet", ".")),
    Check("format", program("ruff", "format", "--check", "--quiet", ".")),
    Check("import contracts", program("lint-imports"), {"COLUMNS": "100"}),
    Check("templates", program("djlint", "--lint", "--quiet", ".")),
    Check("types", program("mypy"), TEST_SETTINGS),
    Check("system check", manage("check", "--fail-level", "WARNING"), TEST_SETTINGS),
    Check("migrations", manage("makemigrations", "--check", "--dry-run"), TEST_SETTINGS),
    Check("production settings", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("architecture", (sys.executable, "-m", "pytest", "-q", "tests/architecture"), TEST_SETTINGS),
    Check("catalogues", (sys.executable, "-m", "pytest", "-q", "tests/core/test_translations.py"), TEST_SETTINGS),
)


def run(check: Check) -> bool:
    """Run one check; print a line, and what it said when it failed."""
    started = time.monotonic()
    environment = dict(os.environ) | dict(check.environment)
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    print(f"  {'ok    ' if passed else 'FAILED'} {check.name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print("\n".join(f"         {line}" for line in done.stdout.splitlines()[-60:]), flush=True)
    return passed


def main(names: list[str]) -> int:
    try:
        system_packages.ensure([system_packages.GETTEXT])
    except system_packages.CannotInstall as reason:
        print(reason, file=sys.stderr)
        return 1
    chosen = [check for check in CHECKS if not names or check.name in names]
    results = [run(check) for check in chosen]
    failed = results.count(False)
    print(f"\n{'All checks passed.' if not failed else f'{failed} of {len(results)} checks failed.'}")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
