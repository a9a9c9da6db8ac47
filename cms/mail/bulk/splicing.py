"""Base64 prepared once and spliced per reader: what readers share is encoded when an edition is loaded.

Three bytes make four characters, so that a piece can be encoded apart only where it begins at a multiple of three.
Every piece is therefore kept encoded three times, without its first none, one or two bytes; these go with what came
before them, on a line of their own.
"""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

BYTES_A_LINE = 57  # RFC 2045 section 6.8: lines of at most 76 characters


def lines(raw: bytes) -> bytes:
    """Return base64 in lines that end with CR LF; nothing for nothing."""
    if len(raw) <= BYTES_A_LINE:
        return b2a_base64(raw, newline=False) + b"\r\n" if raw else b""
    starts = range(0, len(raw), BYTES_A_LINE)
    return b"".join([b2a_base64(raw[start : start + BYTES_A_LINE], newline=False) + b"\r\n" for start in starts])


class Piece:
    """Bytes that many readers share, in UTF-8."""

    __slots__ = ("encoded", "raw", "tails")

    def __init__(self, raw: bytes):
        self.raw = raw
        self.encoded: list[bytes] = []
        self.tails: list[bytes] = []
        for skipped in range(3):
            whole = skipped + (len(raw) - skipped) // 3 * 3 if len(raw) > skipped else len(raw)
            self.encoded.append(lines(raw[skipped:whole]))
            self.tails.append(raw[whole:] if whole >= skipped else b"")


Part = Piece | str


class Splice(NamedTuple):
    """What is encoded for each reader: bytes and names of values; and whether it makes one line, as nearly always."""

    pieces: tuple[bytes | str, ...]
    is_line: bool


def lay_out(parts: Iterable[Part], lengths: Mapping[str, int]) -> Iterator[bytes | Splice]:
    """Yield the base64 of `parts`, with a Splice where readers differ; a str in `parts` names a value.

    lengths: of the values, in bytes. They alone decide where the shared pieces are cut, so that one layout serves all
    readers whose values are as long.
    """
    pending: list[bytes | str] = []
    length = 0
    for part in parts:
        if isinstance(part, str):
            pending.append(part)
            length += lengths[part]
            continue
        needed = -length % 3
        if len(part.raw) < needed:
            pending.append(part.raw)
            length += len(part.raw)
            continue
        yield _spliced([*pending, part.raw[:needed]], length + needed)
        yield part.encoded[needed]
        pending, length = [part.tails[needed]], len(part.tails[needed])
    yield _spliced(pending, length)


def _spliced(pieces: list[bytes | str], length: int) -> bytes | Splice:
    if not any(isinstance(piece, str) for piece in pieces):
        return lines(b"".join(piece for piece in pieces if isinstance(piece, bytes)))
    return Splice(tuple(piece for piece in pieces if piece), 0 < length <= BYTES_A_LINE)


def encode(splice: Splice, values: Mapping[str, bytes]) -> bytes:
    """Return one reader's base64 of a splice."""
    raw = b"".join([values[piece] if piece.__class__ is str else piece for piece in splice.pieces])  # type: ignore[index, misc]
    return b2a_base64(raw, newline=False) + b"\r\n" if splice.is_line else lines(raw)
