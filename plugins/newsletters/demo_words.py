"""The demo's topics, areas and letters in further languages: `demo_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return the words: by part, by Japanese words or slug, by language."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
