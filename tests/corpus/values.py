"""Bad and odd input: a curated list (values.toml), and as much more as is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

FILE = Path(__file__).with_name("values.toml")


@dataclass(frozen=True)
class Value:
    """What is sent. group: what kind of mischief it is; sent: its bytes."""

    group: str
    sent: bytes

    @property
    def text(self) -> str:
        """What arrives: bytes that are no UTF-8 become signs of replacement."""
        return self.sent.decode("utf-8", "replace")

    def __repr__(self) -> str:
        shown = ascii(self.text)
        return f"{self.group} {shown[:60]}{'…' if len(shown) > 60 else ''}"


@cache
def curated() -> tuple[Value, ...]:
    """Return the values of the list, each once."""
    return tuple(dict.fromkeys(_read()))


def _read() -> Iterator[Value]:
    for group, written in tomllib.loads(FILE.read_text()).items():
        for value in written["values"]:
            yield Value(group, _bytes(value))


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return bytes.fromhex(value["bytes"]) if "bytes" in value else (value["text"] * value["times"]).encode()


def generated() -> st.SearchStrategy[Value]:
    """Values that nobody thought of: letters of all scripts, bytes, numbers, and pieces of the list put together."""
    pieces = st.sampled_from([value.sent for value in curated() if len(value.sent) < 200])
    texts = st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass"))
    numbers = st.one_of(st.integers(), st.floats(), st.decimals(allow_nan=True)).map(lambda n: str(n).encode())
    dates = st.builds("{}-{:02}-{:02}".format, st.integers(-1, 10_000), st.integers(0, 14), st.integers(0, 33))
    together = st.lists(st.one_of(pieces, texts, pieces), min_size=2, max_size=5).map(b"".join)
    kinds = st.one_of(texts, together, pieces, numbers, dates.map(str.encode), st.binary(max_size=60))
    return kinds.map(lambda sent: Value("generated", sent))
