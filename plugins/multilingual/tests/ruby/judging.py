"""How many kanji units of the gold sentences are read as a person reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.multilingual.ruby import annotate, aozora
from plugins.multilingual.ruby.spans import Span

GOLD = Path(__file__).with_name("gold.txt")


@dataclass
class Judgement:
    """right and total count the gold's units; wrong: what was read instead; superfluous: what needs no reading."""

    right: int = 0
    total: int = 0
    wrong: list[str] = field(default_factory=list)
    superfluous: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total


def sentences() -> list[str]:
    return [line for line in GOLD.read_text().splitlines() if line and not line.startswith("#")]


def judge(lines: Iterable[str], glossary: dict[str, str]) -> Judgement:
    """Compare unit by unit; where one side cuts finer than the other, the smallest common stretch."""
    result = Judgement()
    for line in lines:
        gold = aozora.taken_out(line)
        _judge_line(gold.text, gold.spans, annotate.spans_of(gold.text, glossary), result)
    return result


def _judge_line(text: str, gold: Sequence[Span], found: Sequence[Span], result: Judgement) -> None:
    for start, end in _common(gold, found):
        units = [span for span in gold if start <= span.start and span.end <= end]
        ours = [span for span in found if start <= span.start and span.end <= end]
        if not units:
            result.superfluous.append(f"{text[start:end]} in {text}")
            continue
        result.total += len(units)
        if _spoken(text, start, end, units) == _spoken(text, start, end, ours):
            result.right += len(units)
        else:
            result.wrong.append(f"{text[start:end]}: {_spoken(text, start, end, ours)} in {text}")


def _common(*sides: Sequence[Span]) -> list[tuple[int, int]]:
    """The stretches that no span of either side reaches out of, in order."""
    merged: list[tuple[int, int]] = []
    for span in sorted(span for side in sides for span in side):
        if merged and span.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def _spoken(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    out, at = "", start
    for span in spans:
        out += text[at : span.start] + span.reading
        at = span.end
    return out + text[at:end]
