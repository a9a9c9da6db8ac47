"""Make the virtual environment and keep it equal to the pinned requirements.

Runs before anything is installed, as a plain file: `python3 cms/stack/environment.py requirements.txt`. With
`--into .venv-newest` it makes another one. Files are installed one after the other, so that a later one may replace
what an earlier one pinned.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)


def fingerprint(files: list[Path]) -> str:
    """Return a digest of the Python version and of every requirement file's content."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def installer(python: Path) -> list[str]:
    """Return the command that installs packages: uv where there is one, else the environment's own pip."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(python)]
    quiet = ("--quiet", "--quiet", "--disable-pip-version-check", "--no-input")  # what matters comes as an error
    # Most modules of most packages are never imported: compiling those that are, on import, halves the time.
    return [str(python), "-m", "pip", "install", *quiet, "--no-compile"]


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
        subprocess.run([*installer(python), "-r", str(file)], check=True, cwd=ROOT)
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
    print(f"  packages       checking {options.into} (the first time takes about a minute) …", flush=True)
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
