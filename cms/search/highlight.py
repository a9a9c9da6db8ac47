"""Marks what was found, in the text as it was written and not as it was indexed."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .analysis import RUN, UNSPACED, fold_with_offsets
from .queries import ParsedQuery

#: Hits further back in a text are not looked for.
MAX_TEXT_LENGTH = 20_000
ELLIPSIS = "…"

_LETTER = rf"[^\W\d_{UNSPACED}]"
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。！？!?]|\. ")
#: A window may begin this many characters before its first hit.
_LEAD = 24

Span = tuple[int, int]


def highlight(text: str, query: ParsedQuery) -> SafeString:
    """``text`` escaped, with ``<mark>`` around what ``query`` finds in it."""
    return _marked(text, spans(text, query), 0, len(text))


def snippet(text: str, query: ParsedQuery, *, length: int = 120) -> SafeString:
    """About ``length`` characters of ``text`` around the place with the most hits, escaped and marked.

    Without a hit it is the beginning. White space is collapsed, cut ends show an ellipsis.
    """
    text = _SPACES.sub(" ", text[:MAX_TEXT_LENGTH]).strip()
    hits = spans(text, query)
    start = _window_start(text, hits, length)
    end = min(start + length, len(text))
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    return mark_safe(before + _marked(text, hits, start, end) + after)


def spans(text: str, query: ParsedQuery) -> list[Span]:
    """Where in ``text`` something stands that ``query`` looks for: in order, without overlaps."""
    needles = tuple(query.needles())
    if not needles:
        return []
    folded = fold_with_offsets(text[:MAX_TEXT_LENGTH])
    return [folded.original_span(*match.span()) for match in _pattern(needles).finditer(folded.text)]


@lru_cache(maxsize=64)
def _pattern(needles: Sequence[str]) -> re.Pattern[str]:
    """Any of the folded texts, the first first; what the index parts, signs may part here too."""
    return re.compile("|".join(" *".join(map(_run_pattern, RUN.finditer(needle))) for needle in needles))


def _run_pattern(run: re.Match[str]) -> str:
    characters = re.escape(run[0])
    if run.lastgroup == "digits":
        return rf"(?<![0-9]){characters}(?![0-9])"
    if run.lastgroup == "word":
        return rf"(?<!{_LETTER}){characters}(?!{_LETTER})"
    return characters


def _window_start(text: str, hits: Sequence[Span], length: int) -> int:
    if not hits or len(text) <= length:
        return 0
    reach = length - _LEAD
    first = max(
        hits, key=lambda hit: (len({text[a:b] for a, b in hits if hit[0] <= a and b <= hit[0] + reach}), -hit[0])
    )
    earliest = max(first[0] - _LEAD, 0)
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first[0])]
    start = sentence_ends[-1] if sentence_ends else earliest
    # The last window is as long as the others.
    return min(start, len(text) - length) if len(text) - start < length else start


def _marked(text: str, hits: Sequence[Span], start: int, end: int) -> SafeString:
    return mark_safe("".join(_pieces(text, hits, start, end)))


def _pieces(text: str, hits: Sequence[Span], start: int, end: int) -> Iterator[str]:
    position = start
    for hit_start, hit_end in hits:
        hit_start, hit_end = max(hit_start, position), min(hit_end, end)
        if hit_start >= hit_end:
            continue
        yield escape(text[position:hit_start])
        yield f"<mark>{escape(text[hit_start:hit_end])}</mark>"
        position = hit_end
    yield escape(text[position:end])
