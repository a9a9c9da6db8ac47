"""Make the virtual environment and keep it equal to the pinned requirements.

Runs before anything is installed, as a plain file: `python3 cms/stack/environment.py requirements.txt`. With
`--into .venv-newest` it makes another one. Files are installed one after the other, so that a later one may replace
what an earlier one pinned.
"""

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
UV = "uv==0.13.9"
PIP_SECTIONS = {"global", "install", ":env:"}
#: What pip may be told and how uv is told the same.
UV_OPTIONS = {
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
    "constraint": "--constraints",
}
#: The same for what may hold a password: everybody on a machine reads the options of a process, not its variables.
UV_VARIABLES = {
    "index-url": "UV_INDEX_URL",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
#: What pip may be told besides, which changes nothing of what is installed from where; `no-index` is told below.
NO_MATTER = {
    *("break-system-packages", "cache-dir", "compile", "config-file", "default-timeout", "disable-pip-version-check"),
    *("log", "no-cache-dir", "no-color", "no-compile", "no-index", "no-input", "no-python-version-warning"),
    *("no-warn-script-location", "progress-bar", "quiet", "require-virtualenv", "retries", "root-user-action"),
    *("timeout", "verbose"),
}


def fingerprint(files: list[Path]) -> str:
    """Return a digest of the Python version and of every requirement file's content."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def pip(python: Path, *arguments: str) -> list[str]:
    return [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]


def installers(python: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yield ways to install packages and what to add to the environment for each, the quickest first.

    uv where there is one, as whoever installed it has set it up. Else uv fetched into the environment: it takes five
    seconds for what pip takes thirty, and looks where pip would look. Last pip, with which all else can be missing.
    """
    if (uv := shutil.which("uv")) and Path(uv) != python.with_name("uv"):  # who works in the environment finds ours
        yield [uv, "pip", "install", "--quiet", "--python", str(python)], {}
    if (told := as_pip_is_set(python)) and (uv := fetched_uv(python)):
        options, variables = told
        # Another copy of all packages in the home of somebody who never asked for uv would help nobody.
        yield [uv, "pip", "install", "--quiet", "--no-cache", "--python", str(python), *options], variables
    # Most modules of most packages are never imported: compiling those that are, on import, halves the time.
    yield pip(python, "install", "--quiet", "--quiet", "--no-input", "--no-compile"), {}


def fetched_uv(python: Path) -> str | None:
    """Return the path of uv in the environment; None where it cannot be had (another system, no such package)."""
    uv = python.with_name("uv")
    if not uv.exists():
        fetching = pip(python, "install", "--quiet", "--no-input", "--no-compile", "--only-binary", ":all:", UV)
        subprocess.run(fetching, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return str(uv) if uv.exists() else None


def as_pip_is_set(python: Path) -> tuple[list[str], dict[str, str]] | None:
    """Return options and variables that make uv look where pip looks: mirrors, folders, certificates, proxy.

    None where pip is told what uv is not (to build everything from source, for one), or cannot say what it is told.

    pip says its settings as `global.index-url='https://…'`, one a line, those of its variables (`:env:`) last.
    """
    listed = subprocess.run(pip(python, "config", "list"), capture_output=True, text=True, check=False)
    if listed.returncode:
        return None
    settings: dict[str, str] = {}
    for line in sorted(listed.stdout.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in PIP_SECTIONS:
            settings[key] = " ".join(str(ast.literal_eval(value)).split())
    if settings.keys() - UV_OPTIONS.keys() - UV_VARIABLES.keys() - NO_MATTER:
        return None
    # pip takes the best version of all indexes; uv by itself the first index that has the package at all.
    options = ["--index-strategy", "unsafe-best-match"]
    for key, option in UV_OPTIONS.items():
        options += [part for word in settings.get(key, "").split() for part in (option, word)]
    if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        options.append("--no-index")
    return options, {UV_VARIABLES[key]: value for key, value in settings.items() if key in UV_VARIABLES}


def install(file: Path, *, python: Path) -> None:
    """Install a requirement file the quickest way that works. Raises CalledProcessError when none does."""
    *quick, (last, _) = installers(python)
    for command, variables in quick:
        try:
            subprocess.run(
                [*command, "-r", str(file)], cwd=ROOT, env=dict(os.environ) | variables, capture_output=True, check=True
            )
        except (subprocess.CalledProcessError, OSError):  # OSError: half of a file, from a fetching that was broken off
            continue
        return
    subprocess.run([*last, "-r", str(file)], check=True, cwd=ROOT)


def ensure(requirement_files: list[Path], *, venv: Path) -> bool:
    """Make the environment at `venv` hold `requirement_files`; return whether anything had to be done.

    A stamp per set of files is written only after the installation succeeded, so that an interrupted one is repeated.
    """
    wanted = fingerprint(requirement_files)
    stamp = venv / f".{'+'.join(file.stem for file in requirement_files)}.stamp"
    python = venv / "bin" / "python"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return False
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    for file in requirement_files:
        install(file, python=python)
    stamp.write_text(wanted)
    return True


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(prog="environment.py", description="Install what is pinned.")
    parser.add_argument("files", nargs="*", default=["requirements.txt"])
    parser.add_argument("--into", default=".venv", help="the environment's folder")
    options = parser.parse_args(arguments)
    print(f"  packages       checking {options.into} (the first time takes half a minute) …", flush=True)
    started = time.monotonic()
    try:
        changed = ensure([ROOT / file for file in options.files], venv=ROOT / options.into)
    except subprocess.CalledProcessError as failure:
        print(f"  packages       failed: {' '.join(map(str, failure.cmd))}", file=sys.stderr)
        print("                 If it says ensurepip is missing: apt-get install -y python3-venv", file=sys.stderr)
        return 1
    done = "installed" if changed else "up to date"
    print(f"  packages       {done} ({time.monotonic() - started:.1f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
