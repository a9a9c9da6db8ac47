"""Where this checkout is, and where it keeps what it makes."""

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def var_directory(environ: Mapping[str, str]) -> Path:
    """Return the directory of database, media, logs and mails: `KAKEHASHI_VAR`, or `var/` of the checkout."""
    return Path(environ.get("KAKEHASHI_VAR", "").strip() or ROOT / "var").resolve()
