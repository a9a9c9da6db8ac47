"""What a backup says of itself, so that it can be held against what it holds."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from .exceptions import NotFit

#: Raised when what is in a backup can no longer be read by older code.
FORMAT = 1
NAME = "manifest.json"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """A backup's table of contents.

    made_at: ISO 8601 with time zone. vendor: "sqlite" or "postgresql". database: name of the database's file in the
    archive. migrations: [app, name] of each that had been applied. rows: number of rows of each table.
    absent: media files that rows name and that were not there when the backup was made.
    files: size in bytes and SHA-256 of each file of the archive but this one.
    """

    made_at: str
    vendor: str
    database: str
    migrations: list[list[str]]
    rows: dict[str, int]
    absent: list[str] = field(default_factory=list)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    def dumps(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def loads(cls, text: bytes) -> "Manifest":
        """Read it. Raises NotFit when it is none or of a newer format."""
        try:
            manifest = cls(**json.loads(text))
        except (ValueError, TypeError) as wrong:
            raise NotFit(f"the backup's table of contents cannot be read: {wrong}") from wrong
        if manifest.format > FORMAT:
            raise NotFit("this backup was made by a newer release of Kakehashi: restore it with that one")
        return manifest


def sums(parts: Iterable[bytes]) -> tuple[int, str]:
    """Return size and SHA-256 of what comes in parts."""
    size, digest = 0, hashlib.sha256()
    for part in parts:
        size += len(part)
        digest.update(part)
    return size, digest.hexdigest()


def sums_of(file: BinaryIO) -> tuple[int, str]:
    """Return size and SHA-256 of a file from where it stands."""
    return sums(iter(lambda: file.read(CHUNK), b""))
