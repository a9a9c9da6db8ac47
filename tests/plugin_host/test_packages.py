"""A plugin that pip installed is found by its entry point, vetted and loaded like a folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .written import Site, write_plugin

APPS = """
    from cms.plugin_api import Plugin


    class Config(Plugin):
        name = "{package}"
        label = "wheel_trial"
    """


def build_wheel(folder: Path, package: str) -> Path:
    """Write a wheel with a plugin inside: a zip with the files, and what names it and its entry point."""
    top = package.partition(".")[0]
    source = folder / "source"
    write_plugin(source, package.replace(".", "/"), slug="wheel_trial", files={"apps.py": APPS.format(package=package)})
    info = "wheel_trial-1.0.0.dist-info"
    facts = {
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: wheel_trial\nVersion: 1.0.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[cms.plugins]\nwheel_trial = {package}\n",
        f"{info}/top_level.txt": f"{top}\n",
    }
    wheel = folder / "wheel_trial-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted(source.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(source))
        for name, text in facts.items():
            archive.writestr(name, text)
        names = [*archive.namelist(), f"{info}/RECORD"]
        archive.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in names))
    return wheel


def install(wheel: Path, target: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)


@pytest.mark.parametrize("package", ["wheel_trial_package", "civic_tools.wheel_trial"])
def test_a_plugin_in_a_wheel_is_loaded_by_its_entry_point(tmp_path, package):
    install(build_wheel(tmp_path, package), tmp_path / "site-packages")
    site = Site(tmp_path / "var", environment={"PYTHONPATH": str(tmp_path / "site-packages")})
    verdict = site.verdicts()[package]
    assert (verdict["slug"], verdict["status"], verdict["reasons"]) == ("wheel_trial", "loaded", [])


def test_an_entry_point_without_its_package_is_refused_by_name(tmp_path):
    install(build_wheel(tmp_path, "wheel_trial_package"), tmp_path / "site-packages")
    (tmp_path / "site-packages" / "wheel_trial_package").rename(tmp_path / "elsewhere")
    site = Site(tmp_path / "var", environment={"PYTHONPATH": str(tmp_path / "site-packages")})
    assert site.verdicts()["wheel_trial"]["reasons"] == [
        "The entry point wheel_trial_package names no package that is installed."
    ]
