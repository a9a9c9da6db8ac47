"""The environment is filled the quickest way there is, looks where pip looks, and is filled without uv as well."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cms.stack import environment

LAMP = "lamp-1.2-py3-none-any.whl"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a single package, and no way to any other."""
    folder = tmp_path / "shelf of wheels"
    folder.mkdir()
    info = "lamp-1.2.dist-info"
    with zipfile.ZipFile(folder / LAMP, "w") as wheel:
        wheel.writestr("lamp.py", "lit = True\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: lamp\nVersion: 1.2\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"lamp.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return folder


@pytest.fixture
def only_pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without uv whose pip is set by one file alone."""
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


def set_pip(tmp_path: Path, *lines: str) -> None:
    (tmp_path / "pip.conf").write_text("\n".join(["[global]", *lines]))


def wanted(tmp_path: Path, line: str) -> list[Path]:
    file = tmp_path / "wanted.txt"
    file.write_text(f"{line}\n")
    return [file]


def with_uv(tmp_path: Path) -> Path:
    """Make an environment in which uv is, and return its Python."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    (venv / "bin" / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    return venv / "bin" / "python"


def imports_lamp(venv: Path) -> bool:
    return (
        subprocess.run([venv / "bin" / "python", "-c", "import lamp"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.usefixtures("only_pip")
def test_pip_installs_where_uv_cannot_be_had(tmp_path: Path, shelf: Path) -> None:
    set_pip(tmp_path, "no-index = true", f"find-links = {shelf.as_uri()}")
    venv = tmp_path / "venv"
    assert environment.ensure(wanted(tmp_path, "lamp==1.2"), venv=venv)
    assert not (venv / "bin" / "uv").exists(), "control: there was none"
    assert imports_lamp(venv)
    assert not environment.ensure(wanted(tmp_path, "lamp==1.2"), venv=venv), "nothing is done twice"


@pytest.mark.usefixtures("only_pip")
def test_uv_installs_what_pip_would_find(tmp_path: Path, shelf: Path) -> None:
    set_pip(tmp_path, "no-index = true", f"find-links = {shelf.as_uri()}")
    venv = with_uv(tmp_path).parents[1]
    assert environment.ensure(wanted(tmp_path, "lamp==1.2"), venv=venv)
    assert imports_lamp(venv)
    installed = (
        venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages" / "lamp-1.2.dist-info"
    )
    assert (installed / "INSTALLER").read_text() == "uv"


@pytest.mark.usefixtures("only_pip")
def test_what_cannot_be_had_is_not_taken_for_installed(tmp_path: Path, shelf: Path) -> None:
    set_pip(tmp_path, "no-index = true", f"find-links = {shelf.as_uri()}")
    venv = tmp_path / "venv"
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            environment.ensure(wanted(tmp_path, "lamp==1.3"), venv=venv)


@pytest.mark.usefixtures("only_pip")
def test_uv_is_told_what_pip_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pip(
        tmp_path,
        "index-url = https://mirror.example/simple",
        "extra-index-url = https://a.example/simple",
        "    https://b.example/simple",
        "trusted-host = a.example",
        "cert = /etc/ours.pem",
        "proxy = http://proxy.example:8080",
        "timeout = 60",
    )
    monkeypatch.setenv("PIP_INDEX_URL", "https://nearer.example/simple")
    assert environment.as_pip_is_set(Path(sys.executable)) == (
        ["--index-strategy", "unsafe-best-match", "--allow-insecure-host", "a.example"],
        {
            "UV_INDEX_URL": "https://nearer.example/simple",
            "UV_EXTRA_INDEX_URL": "https://a.example/simple https://b.example/simple",
            "SSL_CERT_FILE": "/etc/ours.pem",
            "ALL_PROXY": "http://proxy.example:8080",
        },
    )


@pytest.mark.usefixtures("only_pip")
def test_a_password_for_a_mirror_is_in_no_command(tmp_path: Path) -> None:
    set_pip(tmp_path, "index-url = https://we:secret@m.example/", "extra-index-url = https://we:secret@n.example/")
    commands = list(environment.installers(with_uv(tmp_path)))
    assert len(commands) == 2
    assert "secret" not in str([command for command, _variables in commands])
    assert "secret" in str(commands), "control: uv is told"


@pytest.mark.usefixtures("only_pip")
@pytest.mark.parametrize(
    ("line", "ways"), [("no-binary = :all:", 1), ("require-hashes = true", 1), ("[broken", 1), ("timeout = 9", 2)]
)
def test_what_uv_is_not_told_is_left_to_pip(tmp_path: Path, line: str, ways: int) -> None:
    set_pip(tmp_path, line)
    assert len(list(environment.installers(with_uv(tmp_path)))) == ways


@pytest.mark.usefixtures("only_pip")
def test_who_works_in_the_environment_has_no_other_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would not be told where to look."""
    python = with_uv(tmp_path)
    monkeypatch.setenv("PATH", f"{python.parent}:{os.environ['PATH']}")
    assert [("--index-strategy" in command) for command, _ in environment.installers(python)] == [True, False]


@pytest.mark.usefixtures("only_pip")
def test_half_of_uv_keeps_nobody_from_installing(tmp_path: Path, shelf: Path) -> None:
    set_pip(tmp_path, "no-index = true", f"find-links = {shelf.as_uri()}")
    uv = with_uv(tmp_path).with_name("uv")
    uv.unlink()
    uv.write_bytes(b"\x7fELF")
    assert environment.ensure(wanted(tmp_path, "lamp==1.2"), venv=tmp_path / "venv")
    assert imports_lamp(tmp_path / "venv")


def test_the_uv_of_the_tests_is_the_one_that_is_fetched() -> None:
    assert environment.UV in (environment.ROOT / "requirements-dev.txt").read_text()
