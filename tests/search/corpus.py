"""A small site to judge the search by: the texts of activities, organisations, networks, publications and terms."""

import json
from pathlib import Path
from typing import NamedTuple


class Document(NamedTuple):
    """`names`: other names, departments, partners, keywords. `body`: everything else that is said."""

    key: str
    title: str
    names: tuple[str, ...]
    body: tuple[str, ...]


def _read() -> tuple[Document, ...]:
    rows = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return tuple(Document(row["key"], row["title"], tuple(row["names"]), tuple(row["body"])) for row in rows)


DOCUMENTS = _read()
