"""Read `.env`: lines of NAME=value, as `.env.sample` shows them."""

from collections.abc import MutableMapping
from pathlib import Path


def parse(text: str) -> dict[str, str]:
    """Return the variables of an env file. Blank lines and lines that begin with # say nothing; quotes are taken off.

    Raises ValueError, with the line's number, for a line that is neither.
    """
    variables = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ValueError(f"line {number} is not NAME=value: {line}")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        variables[name.strip()] = value
    return variables


def load(path: Path, environ: MutableMapping[str, str]) -> None:
    """Put the variables of the file `path`, where there is one, into `environ`; what is set there already stays."""
    if path.is_file():
        for name, value in parse(path.read_text(encoding="utf-8")).items():
            environ.setdefault(name, value)
