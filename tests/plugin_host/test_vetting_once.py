"""Children are started when something has changed, once for all processes, and otherwise never."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cms.plugin_host.boot import Start, Status, boot

from .written import ROOT, Site, start_of, write_plugin

# Imported by whoever loads the plugin: in these tests, that is the child alone.
COUNTED = """
    import os
    from pathlib import Path

    from cms.plugin_api import Plugin

    with Path(__file__).with_name("looks.txt").open("a") as file:
        file.write(f"{os.getpid()}\\n")


    class Config(Plugin):
        name = "plugins.counted"
        label = "counted"
    """


AGAIN = """
from pathlib import PosixPath
from cms.plugin_host.boot import Start
{start!r}.vetted(afresh=True)
"""


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_plugin(tmp_path / "plugins", "counted", files={"apps.py": COUNTED})
    monkeypatch.setenv("CMS_PLUGINS_PATH", str(path.parent))
    return path


def looks(plugin: Path) -> int:
    file = plugin / "looks.txt"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_only_who_is_told_to_or_finds_something_new_looks_again(counted):
    """To be told is to be `manage.py plugins vet`, whose settings look at what is new before the command does.

    What is new is here what Emacs leaves beside a file that is being edited: a link whose name leads to no file. It
    keeps no site from starting.
    """
    start = start_of(counted.parent)
    first = boot(start)
    assert [verdict.status for verdict in first.verdicts] == [Status.LOADED]
    assert looks(counted) == 1
    assert boot(start) == first
    assert start.vetted(afresh=True) == list(first.verdicts)
    assert looks(counted) == 1, "this process has just looked"
    again = [sys.executable, "-c", AGAIN.format(start=start)]
    subprocess.run(again, cwd=ROOT, check=True)
    assert looks(counted) == 2
    (counted / ".#views.py").symlink_to("hanako@desk.1234:5678")
    assert [verdict.status for verdict in boot(start).verdicts] == [Status.LOADED]
    assert looks(counted) == 3


def settings_only(site: Site) -> subprocess.Popen[bytes]:
    """Begin a process that reads settings, as every web process and worker does, and loads no app."""
    command = [sys.executable, "-c", "from django.conf import settings; assert settings.PLUGINS.apps"]
    return subprocess.Popen(command, cwd=ROOT, env=site.environ)


def test_four_processes_that_start_at_once_vet_once(counted, tmp_path):
    site = Site(var=tmp_path / "var", plugins=(counted.parent,))
    processes = [settings_only(site) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert looks(counted) == 1
    # The control: one whose cache is another does look.
    assert settings_only(Site(var=tmp_path / "elsewhere", plugins=(counted.parent,))).wait() == 0
    assert looks(counted) == 2


def test_a_cache_that_cannot_be_written_costs_time_and_not_the_site(counted, tmp_path, capsys):
    if os.geteuid() == 0:
        blocked = tmp_path / "blocked"
        blocked.write_text("a file where the folder should be")  # root writes into any folder
    else:
        blocked = tmp_path / "blocked" / "plugins"
        blocked.parent.mkdir(mode=stat.S_IREAD | stat.S_IEXEC)
    found = boot(start_of(counted.parent, cache=blocked))
    assert [verdict.status for verdict in found.verdicts] == [Status.LOADED]
    assert "cannot be kept" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1, "runs": [{"key": 1}]}', "[]", '{"format": 99, "runs": []}'])
def test_a_spoilt_cache_is_as_good_as_none(tmp_path, text):
    start = start_of(tmp_path / "none")
    from cms.plugin_host.boot.cache import VerdictCache

    cache = VerdictCache(start.cache)
    cache.folder.mkdir(parents=True)
    cache.file.write_text(text)
    assert cache.get("some key", []) is None
    cache.put("some key", [])
    assert cache.get("some key", []) == []


def test_without_plugins_nothing_is_looked_at_and_nothing_is_written(tmp_path):
    start: Start = start_of(tmp_path)
    assert boot(start).verdicts == ()
    assert list(tmp_path.iterdir()) == []
