"""Where lines of a poster may break: between phrases in Japanese, between signs in Chinese, between words elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from cms.core.phrases import phrases

_SIGNS = re.compile(r"[A-Za-z0-9.,:/@+\-–]+|\s+|.", re.DOTALL)
_WORDS = re.compile(r"\S+\s*|\s+")
# Never at the start of a line (禁則).
_CLOSING = "、。,.・:;?!)」』】〉》〜ー…)!?:;,。、》」"


def pieces(text: str, *, code: str) -> list[str]:
    """Return the pieces of one line of text between which it may be broken; joined they are the text."""
    if code.startswith("ja"):
        return list(phrases(text))
    found = _SIGNS.findall(text) if code.startswith("zh") else _WORDS.findall(text)
    joined: list[str] = []
    for piece in found:
        if joined and piece[0] in _CLOSING:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def wrap(text: str, *, width: float, measure: Callable[[str], float], code: str) -> list[str]:
    """Return the lines that fit into a width; a piece that is too long alone is broken inside."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in pieces(paragraph, code=code):
            if measure((line + piece).rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.strip())
            line = piece.lstrip()
            while measure(line.rstrip()) > width and len(line) > 1:
                end = _longest(line, width, measure)
                lines.append(line[:end])
                line = line[end:]
        lines.append(line.strip())
    return lines


def _longest(line: str, width: float, measure: Callable[[str], float]) -> int:
    end = len(line) - 1
    while end > 1 and measure(line[:end]) > width:
        end -= 1
    while end > 1 and line[end] in _CLOSING:
        end -= 1
    return end
