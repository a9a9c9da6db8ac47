"""Read the environment once, with errors that name the variable.

Every setting that a deployment may change is read here, so that `.env.sample` can be held against this module.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from cms.stack import dotenv
from cms.stack.places import var_directory

BASE_DIR = Path(__file__).resolve().parents[2]

# Whatever starts the project, .env is read, and what the environment says already wins. Tests do not read it.
if os.environ.get("DJANGO_SETTINGS_MODULE") != "cms.settings.test":
    dotenv.load(BASE_DIR / ".env", os.environ)

VAR_DIR = var_directory(os.environ)


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding white space, or `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, why: str) -> str:
    """Return the variable; raise ImproperlyConfigured with `why` when it is unset or empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return the variable as a truth value: 1, true, yes, on (any case) are true."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the comma-separated variable as a list without empty items."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def folders(name: str) -> list[Path]:
    """Return the folders that the variable names, separated as in PATH."""
    return [Path(part).resolve() for part in text(name).split(os.pathsep) if part.strip()]


def number(name: str, default: int) -> int:
    """Return the variable as a whole number; raise ImproperlyConfigured when it is none."""
    value = text(name)
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value) if value else default
