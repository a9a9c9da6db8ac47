"""The arithmetic of a draw, which anybody can repeat with any program that knows SHA-256.

Before applications close, the SHA-256 of a secret seed is published. Afterwards the seed is published too. The list
of applicants is the booking codes, sorted, each on a line of its own. Each code's lot is the SHA-256 of seed, digest
of that list and code; the smallest lot is drawn first. Nobody can choose a seed that suits a list that is not there
yet, nor a list that suits a seed that nobody knows yet.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """Return 32 random bytes in hexadecimal."""
    return secrets.token_hex(32)


def commitment(seed: str) -> str:
    """Return what is published before: SHA-256 of the seed's 64 letters, in hexadecimal."""
    return _sha256(seed)


def digest(codes: Iterable[str]) -> str:
    """Return the digest of the list of applicants."""
    return _sha256("\n".join(sorted(codes)))


def lot(seed: str, list_digest: str, code: str) -> str:
    """Return the lot of one applicant."""
    return _sha256(f"{seed}\n{list_digest}\n{code}")


def ranking(seed: str, codes: Iterable[str]) -> list[str]:
    """Return the codes in the order in which they are drawn."""
    listed = list(codes)
    list_digest = digest(listed)
    return sorted(listed, key=lambda code: lot(seed, list_digest, code))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
