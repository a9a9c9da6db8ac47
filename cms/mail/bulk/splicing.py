"""Base64 prepared once and spliced per reader: what readers share is encoded when an edition is loaded.

Three bytes make four characters, so that a piece can be encoded apart only where it begins at a multiple of three.
Every piece is therefore kept encoded three times, without its first none, one or two bytes; these go with what came
before them, on a line of their own.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping

BYTES_A_LINE = 57  # RFC 2045 section 6.8: lines of at most 76 characters


def lines(raw: bytes) -> bytes:
    """Return base64 in lines that end with CR LF; nothing for nothing."""
    if len(raw) <= BYTES_A_LINE:
        return b64encode(raw) + b"\r\n" if raw else b""
    starts = range(0, len(raw), BYTES_A_LINE)
    return b"".join(b64encode(raw[start : start + BYTES_A_LINE]) + b"\r\n" for start in starts)


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


def encode(parts: Iterable[Part], values: Mapping[str, bytes], out: list[bytes]) -> None:
    """Append the base64 of `parts` to `out`; a str names one of `values`."""
    pending = b""
    for part in parts:
        if isinstance(part, str):
            pending += values[part]
            continue
        needed = -len(pending) % 3
        if len(part.raw) < needed:
            pending += part.raw
            continue
        if pending:
            out.append(lines(pending + part.raw[:needed]))
        out.append(part.encoded[needed])
        pending = part.tails[needed]
    if pending:
        out.append(lines(pending))
