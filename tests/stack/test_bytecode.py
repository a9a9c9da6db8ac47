"""Bytecode is kept for the processes of the tests, where Python is told to write none."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.stack import testing


def compiled(folder: Path) -> list[Path]:
    return list(folder.rglob("*.pyc"))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Something of ours, in a checkout of its own."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.setattr(testing, "ROOT", tmp_path)
    monkeypatch.setattr(testing, "OURS", ["ours"])
    monkeypatch.setattr(testing, "IMPORT_ALL", "pass")
    return folder


def test_our_modules_are_compiled_where_python_writes_nothing(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    subprocess.run([sys.executable, "-c", "import ours"], cwd=package.parent, check=True)
    assert compiled(package) == [], "control: an import leaves none"
    testing.keep_bytecode()
    assert compiled(package) == [Path(importlib.util.cache_from_source(str(package / "__init__.py")))]


def test_nothing_is_compiled_where_python_does_so_by_itself(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    testing.keep_bytecode()
    assert compiled(package) == []


def test_what_all_import_can_be_imported() -> None:
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-c", testing.IMPORT_ALL], cwd=testing.ROOT, env=environment, check=True)
