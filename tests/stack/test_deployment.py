"""compose.yaml and the systemd units name programs, options and places that exist, and start the same processes."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from celery.bin.celery import celery
from django.core.management import get_commands, load_command_class
from granian.cli import cli as granian

from cms.stack import as_installed
from tests.servers import ROOT

UNITS = ROOT / "deploy" / "systemd"
INSTALLED_AT = "/opt/kakehashi"


def units() -> list[Path]:
    return sorted(UNITS.glob("*.service"))


def settings_of(unit: Path) -> list[tuple[str, str]]:
    lines = (line for line in unit.read_text().splitlines() if not line.startswith(("#", "[")) and "=" in line)
    return [(name, value) for name, _is, value in (line.partition("=") for line in lines)]


def of_unit(unit: Path) -> list[list[str]]:
    return [shlex.split(value) for name, value in settings_of(unit) if name.startswith("ExecStart")]


@cache
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def of_service(service: dict[str, Any]) -> Iterator[list[str]]:
    """The commands of a service of compose, and of its health check, one by one."""
    asked = service.get("healthcheck", {}).get("test", [])
    for words in (service.get("command", []), asked[1:]):
        line = words[-1] if words[:2] == ["sh", "-c"] or len(words) == 1 else shlex.join(words)
        yield from (shlex.split(part) for part in line.replace("$$", "$").split("&&") if part.strip())


def commands() -> list[tuple[str, list[str]]]:
    """Where it is said, and what is said there, of all that starts a program of ours."""
    found = [(unit.name, command) for unit in units() for command in of_unit(unit)]
    ours = {name: service for name, service in compose()["services"].items() if service.get("image") == "kakehashi"}
    found += [(f"compose: {name}", command) for name, service in ours.items() for command in of_service(service)]
    return found


def options_of(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("--")}


def known_to(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize(("where", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_command_exists_and_knows_its_options(where: str, command: list[str]) -> None:
    program, *rest = command
    name = Path(program).name
    if name == "mkdir":
        return
    if program.startswith("/"):
        assert program.startswith(f"{INSTALLED_AT}/.venv/bin/"), where
    assert shutil.which(name, path=str(ROOT / ".venv" / "bin")), where
    if name == "python" and rest[0] == "manage.py":
        parser = load_command_class(get_commands()[rest[1]], rest[1]).create_parser("manage.py", rest[1])
        parser.parse_args(rest[2:])  # ends the test where an option is unknown
    elif name == "python":
        assert rest[:2] == ["-m", "cms.stack.probe"], where
        shown = subprocess.check_output([ROOT / ".venv/bin/python", *rest[:2], "--help"], text=True, cwd=ROOT)
        assert all(option in shown for option in options_of(rest)), where
    elif name == "celery":
        subcommand = next(word for word in rest if word in celery.commands)
        assert options_of(rest) <= known_to(celery) | known_to(celery.commands[subcommand]), where
    else:
        assert name == "granian", where
        assert options_of(rest) <= known_to(granian), where
        assert rest[-1] == "cms.wsgi:application", where


def test_an_unknown_option_would_be_seen() -> None:
    with pytest.raises(AssertionError):
        test_each_command_exists_and_knows_its_options("control", ["granian", "--wrokers=2", "cms.wsgi:application"])
    with pytest.raises(KeyError):
        test_each_command_exists_and_knows_its_options("control", ["python", "manage.py", "bakcup"])


def essence(command: list[str]) -> list[str]:
    """The command without what depends on where it runs."""
    words = [part for word in command for part in (word.split("=") if word.startswith("--") else [word])]
    return [
        Path(words[0]).name,
        *(word.replace("0.0.0.0", "127.0.0.1") for word in words[1:] if "/" not in word or word.startswith("/media")),
    ]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "release"])
def test_compose_and_units_start_the_same_programs(name: str) -> None:
    in_units = [command for command in of_unit(UNITS / f"kakehashi-{name}.service") if "cms.stack.probe" not in command]
    in_compose = list(of_service({"command": compose()["services"][name]["command"]}))
    assert [essence(command) for command in in_units] == [essence(command) for command in in_compose]


def test_beat_is_one_and_every_process_waits_for_the_release() -> None:
    services = compose()["services"]
    beats = [name for name, service in services.items() if "beat" in service.get("command", [])]
    assert beats == ["beat"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["release"]["condition"] == "service_completed_successfully"
        required = dict(settings_of(UNITS / f"kakehashi-{name}.service"))["Requires"]
        assert required == "kakehashi-release.service"


def test_an_empty_line_of_the_environment_does_not_move_the_data() -> None:
    """.env.sample is copied and filled in, so most of its lines are empty; they come before what is fixed."""
    for unit in units():
        files = [value for name, value in settings_of(unit) if name == "EnvironmentFile"]
        assert files == ["/etc/kakehashi/environment", f"{INSTALLED_AT}/deploy/systemd/places.environment"], unit.name
        assert [value for name, value in settings_of(unit) if name == "Environment"] == []
    fixed = set(re.findall(r"^(\w+)=", (UNITS / "places.environment").read_text(), re.M))
    assert {"DJANGO_SETTINGS_MODULE", "KAKEHASHI_VAR"} <= fixed
    assert {"DJANGO_SETTINGS_MODULE", "KAKEHASHI_VAR"} <= set(compose()["services"]["web"]["environment"])


def test_commands_by_hand_read_the_files_of_the_units_in_their_order(tmp_path: Path) -> None:
    read_by_units = [value for name, value in settings_of(units()[0]) if name == "EnvironmentFile"]
    read_by_hand = [str(path).replace(str(ROOT), INSTALLED_AT) for path in as_installed.FILES]
    assert read_by_hand == read_by_units
    assert {dict(settings_of(unit))["User"] for unit in units()} == {as_installed.USER}
    assert {int(dict(settings_of(unit))["UMask"], 8) for unit in units()} == {as_installed.UMASK}
    filled_in = tmp_path / "environment"
    filled_in.write_text("KAKEHASHI_VAR=\nCMS_FROM_EMAIL=架け橋 <info@centre.example.jp>\n")
    variables = as_installed.environment([filled_in, as_installed.FILES[1]], {"PATH": "/bin", "KAKEHASHI_VAR": "/tmp"})
    assert variables["KAKEHASHI_VAR"] == "/var/lib/kakehashi"
    assert variables["DJANGO_SETTINGS_MODULE"] == "cms.settings.production"
    assert variables["CMS_FROM_EMAIL"] == "架け橋 <info@centre.example.jp>"
    assert variables["PATH"] == "/bin"


def test_the_command_for_staff_starts_what_stands_where_the_units_say() -> None:
    command = ROOT / "deploy" / "kakehashi"
    assert os.access(command, os.X_OK)
    words = shlex.split(command.read_text().splitlines()[-1])
    assert words[:3] == ["exec", "env", f"PYTHONPATH={INSTALLED_AT}"]
    assert words[3] == f"{INSTALLED_AT}/.venv/bin/python"
    assert words[-2:] == [as_installed.__name__, "$@"]


def test_nothing_listens_beyond_the_machine() -> None:
    published = {name: service.get("ports", []) for name, service in compose()["services"].items()}
    assert published.pop("web") == ["127.0.0.1:8000:8000"]
    assert not any(published.values())
    assert "--host 127.0.0.1 " in (UNITS / "kakehashi-web.service").read_text()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_units_are_hardened(tmp_path: Path) -> None:
    """systemd's own judgement: 0 is closed, 10 is open; a unit without any hardening has 9.6."""
    environment = dict(os.environ) | {"SYSTEMD_COLORS": "0", "LC_ALL": "C.UTF-8"}

    def exposure(unit: Path) -> float:
        judged = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", str(unit)],
            capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip
        if "Overall exposure" not in judged.stdout:
            pytest.skip("this systemd cannot judge files")
        return float(re.search(r"level for \S+: ([\d.]+)", judged.stdout)[1])  # type: ignore[index]

    open_one = tmp_path / "open.service"
    open_one.write_text("[Service]\nExecStart=/bin/true\n")
    assert exposure(open_one) > 8
    assert {unit.name: exposure(unit) for unit in units() if exposure(unit) > 1.5} == {}
