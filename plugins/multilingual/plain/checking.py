"""Reads a text for what is hard in it. Offline, and the same answer every time: rules and lists, nothing that guesses.

The rules follow the government's guideline for plain Japanese (在留支援のためのやさしい日本語ガイドライン, 2020): short
sentences, no double negatives, no passive where one can say who does it, few words from other languages, no honorifics
beyond です and ます, years as in the rest of the world.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).parent
LONGEST = 50
GRADES = (1, 2, 3, 4, 5, 6)
USUAL_GRADE = 3


class Kind(TextChoices):
    """What is hard about a place in a text."""

    LONG = "long", _("The sentence is long")
    KANJI = "kanji", _("Kanji that are learnt later")
    PASSIVE = "passive", _("It does not say who does it")
    NEGATIVE = "negative", _("Two noes in one sentence")
    DUTY = "duty", _("Roundabout way of asking")
    KATAKANA = "katakana", _("Word from another language")
    HONORIFIC = "honorific", _("Very polite form")
    NUMBER = "number", _("Number or date that can be misread")
    WORD = "word", _("Word of public offices")


@dataclass(frozen=True)
class Finding:
    """One place. quote: the words it is about; suggestion: what could stand there, empty where only a person knows."""

    kind: Kind
    quote: str
    suggestion: Any = ""


@dataclass(frozen=True)
class Sentence:
    text: str
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """All sentences of a text. score: how many of a hundred sentences have nothing hard in them."""

    sentences: list[Sentence]

    @property
    def score(self) -> int:
        easy = sum(not sentence.findings for sentence in self.sentences)
        return round(100 * easy / len(self.sentences)) if self.sentences else 100

    @property
    def hard(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.findings]

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        found = [finding.kind for sentence in self.sentences for finding in sentence.findings]
        return [(kind, found.count(kind)) for kind in Kind if kind in found]


_END = re.compile(r"(?<=[。!?！？])|\n+")
_KANJI = re.compile(r"[\u4e00-\u9fff々]+")
_KATAKANA = re.compile(r"[ァ-ヴー]{4,}")
_PASSIVE = re.compile(r"[一-鿿ぁ-ん]{1,6}?[かがさたなばまらわ]れ(?:ます|ました|ません|ている|ています|ていた|た|る|て)")
# Verbs that end like a passive and are none.
_NO_PASSIVE = re.compile(
    r"(?:生ま|うま|分か|わか|つか|はな|たお|あらわ|現わ|別か|こわ|なが|ゆ|く|いら|おく|遅く|すぐ|触)れ"
)
_NEGATIVE = re.compile(
    r"ない(?:こと|わけ|もの)(?:は|では|でも)(?:ない|ありません)|なく(?:は|も)(?:ない|ありません)"
    r"|ないとは(?:限|言|い)|ざるを得"
)
_DUTY = re.compile(r"(?:なければ|なくては)(?:なりません|ならない|いけません|いけない)|ないと(?:いけません|いけない)")
_HONORIFIC = re.compile(
    r"(?:お|ご)[一-鿿ぁ-ん]{1,5}?(?:になります|になる|いただ|くださいますよう|願います|申し上げ)"
    r"|いたします|いたしま|いただきます|いただけ|ございます|申し上げ|お越し|ご覧|ご来場|ご了承|承ります|賜|存じます"
    r"|なさいま|くださいますよう"
)
_POLITE = {"お越し": "来て", "ご覧": "見て", "ございます": "あります", "いたします": "します", "ご来場": "来て"}
_NUMBERS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"[０-９]+"), _("Write 1, 2, 3 in half width.")),
    (
        re.compile(r"(?:令和|平成|昭和)(?:元|[0-9０-９一二三四五六七八九十]+)年"),
        _("Write the year of the Western calendar, in digits."),
    ),
    (
        re.compile(r"(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"),
        _("Write month and day with the characters for month and day."),
    ),
    (
        re.compile(r"[0-9]{1,2}:[0-9]{2} ?[〜~～–-] ?[0-9]{1,2}:[0-9]{2}"),
        _("Write “from” and “to” as words between the times."),
    ),
    (re.compile(r"[一二三四五六七八九十百]{1,3}(?:人|名|回|階|枚|個|円|時間|か月|週間)"), _("Write the number as 3.")),
)  # fmt: skip


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def grade_of() -> dict[str, int]:
    """Return in which year of primary school each kanji is taught; others are not in it."""
    grades = tomllib.loads((HERE / "kanji.toml").read_text(encoding="utf-8"))["grades"]
    return {kanji: grade for grade, all_of_it in enumerate(grades, 1) for kanji in all_of_it}


def check(text: str, *, grade: int = USUAL_GRADE, words: Mapping[str, str] | None = None) -> Report:
    """Read a text. grade: kanji up to this year of primary school are easy. words: of the centre, over those here."""
    known = _lists()["instead"] | _lists()["katakana"] | dict(words or {})
    sentences = [part.strip() for part in _END.split(text) if part and part.strip()]
    return Report([Sentence(each, list(_findings(each, grade, known))) for each in sentences])


def _findings(sentence: str, grade: int, words: Mapping[str, str]) -> Iterator[Finding]:
    length = len("".join(sentence.split()))
    if length > LONGEST:
        yield Finding(Kind.LONG, sentence, _("Make two sentences of it."))
    yield from _simple(sentence)
    hidden = sentence
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word in hidden:
            kind = Kind.KATAKANA if _KATAKANA.fullmatch(word) else Kind.WORD
            yield Finding(kind, word, words[word])
            hidden = hidden.replace(word, "\0")
    fine = set(_lists()["known"]["katakana"])
    for quote in _once(match[0] for match in _KATAKANA.finditer(hidden)):
        if quote not in fine:
            yield Finding(Kind.KATAKANA, quote)
    later = _once(kanji for run in _KANJI.findall(hidden) for kanji in run if _is_later(kanji, grade))
    if later:
        yield Finding(Kind.KANJI, "".join(later), _("Write furigana, or another word."))


def _simple(sentence: str) -> Iterator[Finding]:
    for match in _PASSIVE.finditer(sentence):
        if not _NO_PASSIVE.search(match[0]):
            yield Finding(Kind.PASSIVE, match[0], _("Say who does it."))
    for quote in _once(match[0] for match in _NEGATIVE.finditer(sentence)):
        yield Finding(Kind.NEGATIVE, quote, _("Say what is, not what is not."))
    for quote in _once(match[0] for match in _DUTY.finditer(sentence)):
        yield Finding(Kind.DUTY, quote, "〜してください")
    for quote in _once(match[0] for match in _HONORIFIC.finditer(sentence)):
        yield Finding(Kind.HONORIFIC, quote, _POLITE.get(quote) or _("Say it politely, but without honorific words."))
    for pattern, why in _NUMBERS:
        for quote in _once(match[0] for match in pattern.finditer(sentence)):
            yield Finding(Kind.NUMBER, quote, why)


def _is_later(kanji: str, grade: int) -> bool:
    return kanji != "々" and grade_of().get(kanji, 9) > grade


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
