"""Plugins that a test writes, and sites in processes of their own that have them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

from cms.plugin_host.boot import Start

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "tests" / "plugins" / "good"
SABOTAGE = ROOT / "tests" / "plugins" / "sabotage"

# Run in one process: to start one takes longer than most of what is asked of it.
SEVERAL = """
import io, json, sys, traceback
from contextlib import redirect_stderr, redirect_stdout
from django.core.management import execute_from_command_line

said = []
for command in json.loads(sys.argv[1]):
    status, out, err = 0, io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            if command[0] == "-c":
                exec(command[1], {"__name__": "__main__"})
            else:
                execute_from_command_line(["manage.py", *command])
        except SystemExit as end:
            status = end.code or 0
        except Exception:
            traceback.print_exc()
            status = 1
    said.append([status, out.getvalue(), err.getvalue()])
print(json.dumps(said))
"""

VERDICTS = """
import json
from django.conf import settings
from cms.plugin_host.verbs.printing import facts
print(json.dumps([facts(verdict) for verdict in settings.PLUGINS.verdicts]))
"""


def write_plugin(folder: Path, name: str, /, *, files: Mapping[str, str] | None = None, **fields: Any) -> Path:
    """Write a plugin with nothing wrong about it below `folder`; `fields` change its manifest, `files` add to it."""
    path = folder / name
    path.mkdir(parents=True)
    manifest: dict[str, Any] = {
        "slug": name,
        "version": "1.0.0",
        "api": "1.0",
        "name": {"ja": "試し", "en": "Trial"},
        "summary": {"ja": "試しに使います。", "en": "For trials."},
    } | fields
    (path / "plugin.toml").write_text("[plugin]\n" + "".join(f"{key} = {toml(manifest[key])}\n" for key in manifest))
    (path / "__init__.py").touch()
    label = manifest["slug"]
    config = f"""
        from cms.plugin_api import Plugin


        class Config(Plugin):
            name = "plugins.{name}"
            label = "{label}"
        """
    for file, text in ({"apps.py": config} | dict(files or {})).items():
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_text(dedent(text).lstrip("\n"))
    return path


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def start_of(folder: Path, **changed: Any) -> Start:
    """Return what settings would know about a site whose plugins are all in `folder`."""
    known: dict[str, Any] = {
        "root": ROOT,
        "core": [],
        "core_apps": ["home.apps.HomeConfig", "wagtail.admin"],
        "folders": [folder],
        "cache": folder / "cache",
        "settings_module": "cms.settings.test",
    }
    return Start(**known | changed)


@dataclass(frozen=True)
class Site:
    """A site in processes of its own: its folders of plugins, its data, and what else its environment says."""

    var: Path
    plugins: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    root: Path = ROOT

    @property
    def environ(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("CMS_PLUGINS")}
        return (
            inherited
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                "DATABASE_URL": f"sqlite:///{self.var / 'database.sqlite3'}",
                "KAKEHASHI_VAR": str(self.var),
                "CMS_PLUGINS_PATH": os.pathsep.join(str(path) for path in self.plugins),
            }
            | dict(self.environment)
        )

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python in the project's root, or in that of another copy of it, as this site."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=self.root, env=self.environ, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("manage.py", *arguments, check=check)

    def several(self, *commands: Sequence[str]) -> list[subprocess.CompletedProcess[str]]:
        """Run commands of manage.py, and programs (`-c`), one after the other in one process."""
        said = json.loads(self.run("-c", SEVERAL, json.dumps(commands)).stdout.splitlines()[-1])
        return [subprocess.CompletedProcess(command, *one) for command, one in zip(commands, said, strict=True)]

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """Return what `plugins list` says, of a process that has read settings and loaded no app."""
        return verdicts_of(self.run("-c", VERDICTS).stdout)


def verdicts_of(listed: str) -> dict[str, dict[str, Any]]:
    """Read what `plugins list --json` says: by import path of the package, or slug where there is none."""
    return {each["package"] or each["slug"]: each for each in json.loads(listed)}
