"""Processes that tests fork from one that has loaded the site: real ones, each with what it was given alone."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests.mail import rig
from tests.nursery import Forked, Nursery, nursery

SAY = """
from django.conf import settings
from django.db import connection
from django.contrib.auth import get_user_model
print(connection.settings_dict["NAME"], settings.EMAIL_PORT, flush=True)
"""
CALL = """
import sys
from django.contrib.auth import get_user_model
for name in sys.stdin:
    get_user_model().objects.create_user(username=name.strip())
    print("done", flush=True)
"""
SLEEP = "import time; print('here', flush=True); time.sleep(600)"


@pytest.fixture
def start() -> Iterator[Callable[..., Forked]]:
    started: list[Forked] = []

    def act(program: str, *arguments: str, log: Path | None = None, **environ: str) -> Forked:
        environment = rig.environment() | environ
        started.append(nursery().start(program, *arguments, environment=environment, log=log))
        return started[-1]

    yield act
    for each in started:
        each.kill()


@pytest.mark.django_db(transaction=True)
def test_each_has_the_database_of_this_test_over_a_connection_of_its_own(start) -> None:
    both = [start(CALL), start(CALL)]
    for number, each in enumerate(both):
        each.tell(f"one-{number}")
        assert each.says() == "done"
    both[0].kill()  # with its connection, which is not the other's
    both[1].tell("another")
    assert both[1].says() == "done"
    names = set(get_user_model().objects.values_list("username", flat=True))
    assert {"one-0", "one-1", "another"} <= names


@pytest.mark.django_db
def test_each_reads_the_settings_that_it_was_given(start) -> None:
    name = str(connection.settings_dict["NAME"])
    assert [start(SAY, SMTP_PORT=port).says() for port in ("2501", "2502")] == [f"{name} 2501", f"{name} 2502"]


@pytest.mark.django_db
def test_what_one_changes_in_itself_no_other_sees(start) -> None:
    take_off = "from cms.mail.bulk import engine; engine.drive = None\nprint('done')"
    assert start(take_off).says() == "done"
    assert start("from cms.mail.bulk import engine; print(engine.drive is None)").says() == "False"


@pytest.mark.django_db
def test_its_end_is_told_as_that_of_any_process(start, tmp_path: Path) -> None:
    ends = [start("raise SystemExit(75)"), start("import os; os.kill(os.getpid(), 9)"), start("pass")]
    assert [each.wait() for each in ends] == [75, -signal.SIGKILL, 0]
    failed = start("1 / 0", log=tmp_path / "log")
    assert (failed.wait(), "ZeroDivisionError" in failed.output()) == (1, True)


@pytest.mark.django_db
def test_it_is_killed_with_its_children(start) -> None:
    parent = start(f"import os\nprint(os.fork())\n{SLEEP}")
    said = {parent.says() for _line in range(4)}
    child = int(max(said - {"0", "here"}))
    assert parent.is_running
    parent.kill()
    assert parent.exit_code == -signal.SIGKILL
    assert not parent.is_running
    assert rig.wait_until(lambda: not is_alive(child))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.django_db
def test_none_outlives_the_process_of_the_tests() -> None:
    other = Nursery()
    child = other.start(SLEEP, environment=rig.environment())
    assert child.says() == "here"
    os.kill(other._process.pid, signal.SIGKILL)  # as when the tests themselves are killed
    other._process.wait()
    assert rig.wait_until(lambda: not is_alive(child.pid))
