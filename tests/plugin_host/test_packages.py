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
        label = "{slug}"
    """

PACKAGES = {"wheel_trial_package": "wheel_trial", "civic_tools.wheel_trial": "civic_trial"}
GONE = "gone_package"


def build_wheel(folder: Path, package: str, slug: str = "wheel_trial") -> Path:
    """Write a wheel with a plugin inside: a zip with the files, and what names it and its entry point."""
    top = package.partition(".")[0]
    source = folder / f"source-{slug}"
    text = APPS.format(package=package, slug=slug)
    write_plugin(source, package.replace(".", "/"), slug=slug, files={"apps.py": text})
    info = f"{slug}-1.0.0.dist-info"
    facts = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {slug}\nVersion: 1.0.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[cms.plugins]\n{slug} = {package}\n",
        f"{info}/top_level.txt": f"{top}\n",
    }
    wheel = folder / f"{slug}-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted(source.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(source))
        for name, text in facts.items():
            archive.writestr(name, text)
        names = [*archive.namelist(), f"{info}/RECORD"]
        archive.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in names))
    return wheel


def install(wheels: list[Path], target: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, *map(str, wheels)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Of a site with two plugins in wheels, and a third whose package was taken away."""
    folder = tmp_path_factory.mktemp("wheels")
    target = folder / "site-packages"
    install([build_wheel(folder, package, slug) for package, slug in {**PACKAGES, GONE: "gone_trial"}.items()], target)
    (target / GONE).rename(folder / "elsewhere")
    return Site(folder / "var", environment={"PYTHONPATH": str(target)}).verdicts()


def test_plugins_in_wheels_are_loaded_by_their_entry_points(verdicts):
    found = {name: (verdicts[name]["slug"], verdicts[name]["status"], verdicts[name]["reasons"]) for name in PACKAGES}
    assert found == {name: (slug, "loaded", []) for name, slug in PACKAGES.items()}


def test_an_entry_point_without_its_package_is_refused_by_name(verdicts):
    assert verdicts["gone_trial"]["reasons"] == [f"The entry point {GONE} names no package that is installed."]
