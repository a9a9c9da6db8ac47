"""A plugin that pip installed is found by its entry point, vetted and loaded like a folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

from .written import Site, write_plugin

APPS = """
    from cms.plugin_api import Plugin


    class Config(Plugin):
        name = "{package}"
        label = "{slug}"
    """


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


def install(wheel: Path, target: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)


def test_plugins_in_wheels_are_loaded_by_their_entry_points(tmp_path):
    packages = {"wheel_trial_package": "wheel_trial", "civic_tools.wheel_trial": "civic_trial"}
    for package, slug in packages.items():
        install(build_wheel(tmp_path, package, slug), tmp_path / "site-packages")
    verdicts = Site(tmp_path / "var", environment={"PYTHONPATH": str(tmp_path / "site-packages")}).verdicts()
    found = {name: (verdicts[name]["slug"], verdicts[name]["status"], verdicts[name]["reasons"]) for name in packages}
    assert found == {name: (slug, "loaded", []) for name, slug in packages.items()}


def test_an_entry_point_without_its_package_is_refused_by_name(tmp_path):
    install(build_wheel(tmp_path, "wheel_trial_package"), tmp_path / "site-packages")
    (tmp_path / "site-packages" / "wheel_trial_package").rename(tmp_path / "elsewhere")
    site = Site(tmp_path / "var", environment={"PYTHONPATH": str(tmp_path / "site-packages")})
    assert site.verdicts()["wheel_trial"]["reasons"] == [
        "The entry point wheel_trial_package names no package that is installed."
    ]
