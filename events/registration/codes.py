"""Booking codes: ten letters that can be read out over the telephone, with a check letter.

No 0, O, 1 or I. The letters are the 32 elements of the finite field GF(2⁵); the sum of all letters, each multiplied by
its own power of a generator, is zero. That finds every single wrong letter and every two letters that changed places.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive: the powers of x are all 31 elements but zero


def _powers() -> list[int]:
    powers, value = [], 1
    for _ in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= _POLYNOMIAL
    return powers


_POWER = _powers()
_LOGARITHM = {power: exponent for exponent, power in enumerate(_POWER)}


def _weighted(value: int, position: int) -> int:
    return _POWER[(_LOGARITHM[value] + position) % 31] if value else 0


def _sum(letters: str) -> int:
    total = 0
    for position, letter in enumerate(letters):
        total ^= _weighted(_VALUE[letter], position)
    return total


def check_letter(body: str) -> str:
    """Return the letter that completes the nine letters of `body`."""
    missing = _sum(body)
    return ALPHABET[_POWER[(_LOGARITHM[missing] - len(body)) % 31] if missing else 0]


def new_code() -> str:
    """Return a random code: 45 bits that nobody guesses, and the check letter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_letter(body)


def is_valid(code: str) -> bool:
    """Whether a code in its stored form has its check letter right."""
    return len(code) == LENGTH and set(code) <= _VALUE.keys() and _sum(code) == 0


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed in any width and case, with spaces or hyphens; None when it is none."""
    code = re.sub(r"[\s\-‐‑–—−ー_.]", "", unicodedata.normalize("NFKC", typed)).upper()
    return code if is_valid(code) else None


def spaced(code: str) -> str:
    """Return the code in two groups of five, as people read it out."""
    return f"{code[:5]}-{code[5:]}" if len(code) == LENGTH else code
