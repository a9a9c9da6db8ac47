"""How numbers with counters are read: はつか, ひとり, さんぼん, じゅっぷん.

Sources of the rules: 文化庁「常用漢字表」付表 (熟字訓: 一日, 二十日, 一人, 二十歳);
NHK日本語発音アクセント新辞典, its appendix on counters (助数詞). Of two usual readings
the one that NHK lists first.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from .spans import Span
from .tables import WORDS

DAYS: Final = {int(number): reading for number, reading in WORDS["days"].items()}
PEOPLE: Final = {1: "ひとり", 2: "ふたり"}

# Counters by what the number's last figure does to them: h → p after 1 6 8 0 (and b after 3), or one sound after 3.
PLAIN: Final = WORDS["counters"]
P_OR_B: Final = WORDS["counters_p_or_b"]  # いっぽん, さんぼん
P_ONLY: Final = WORDS["counters_p"]  # いっぷん, さんぷん, よんぷん
AFTER_THREE: Final = WORDS["counters_after_three"]  # さんがい, さんげん, さんぞく
DAY_TAILS: Final = WORDS["behind_days"]

LONGER_WORDS: Final = tuple(WORDS["longer_words"])

_KANJI_FIGURES: Final = {figure: value for value, figure in enumerate("〇一二三四五六七八九")}
_NUMBER: Final = r"(?P<number>[0-9０-９][0-9０-９,，.．]*|[一二三四五六七八九十]{1,3})"
_WORDS: Final = sorted({*PLAIN, *P_OR_B, *P_ONLY, *AFTER_THREE}, key=len, reverse=True)
_COUNTED: Final = re.compile(rf"{_NUMBER}(?P<counter>{'|'.join(map(re.escape, _WORDS))})")
_DAY: Final = re.compile(rf"(?P<month>月)?{_NUMBER}日(?P<tail>{'|'.join(DAY_TAILS)})?(?!本|曜|程|常|々|誌|系|照)")
_PERSON: Final = re.compile(
    r"(?<![0-9０-９.,])(?P<number>[12１２一二])人(?P<tail>目|分|前|様)?(?!間|口|権|工|材|物|気|生)"
)
_PERSON_TAILS: Final = {"目": "め", "分": "ぶん", "前": "まえ", "様": "さま"}
_MONTHS: Final = re.compile(rf"{_NUMBER}[かヵヶカケ箇](?P<what>月|国|所|年)(?P<tail>間|前|分|後)?")
_MONTHS_READ: Final = {
    "月": "げつ",
    "国": "こく",
    "所": "しょ",
    "年": "ねん",
    "間": "かん",
    "前": "まえ",
    "分": "ぶん",
    "後": "ご",
}
_TWENTY: Final = re.compile(r"(?<![0-9０-９.,])(20|２０|二十)[歳才]")


def value_of(number: str) -> int | None:
    """Return the whole number that figures or kanji stand for, or None for a fraction."""
    plain = unicodedata.normalize("NFKC", number).replace(",", "")
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if "十" not in plain:
        return int("".join(str(_KANJI_FIGURES[figure]) for figure in plain))
    tens, _, ones = plain.partition("十")
    return (_KANJI_FIGURES.get(tens, 1) if tens else 1) * 10 + (_KANJI_FIGURES.get(ones, 0) if ones else 0)


def changed(counter: str, last: str) -> str:
    """Return how a counter sounds after a number that ends with this figure."""
    if counter in P_OR_B:
        plain = P_OR_B[counter]
        if last == "3":
            return {"ほ": "ぼ", "ひ": "び", "は": "ば"}[plain[0]] + plain[1:]
        return _half_voiced(plain) if last in "1680" else plain
    if counter in P_ONLY:
        return _half_voiced(P_ONLY[counter]) if last in "134680" else P_ONLY[counter]
    if counter in AFTER_THREE:
        plain, after_three = AFTER_THREE[counter]
        if last == "3":
            return after_three
        return _half_voiced(plain) if counter == "百" and last in "68" else plain
    return PLAIN[counter]


def _half_voiced(reading: str) -> str:
    return {"ほ": "ぽ", "ひ": "ぴ", "は": "ぱ", "ふ": "ぷ"}.get(reading[0], reading[0]) + reading[1:]


def special(text: str) -> Iterator[Span]:
    """Yield readings that cover the number too: 20日 はつか, 1人 ひとり, 二十歳 はたち."""
    for match in _DAY.finditer(text):
        value = value_of(match["number"])
        start, end = match.start("number"), match.end("number") + 1
        tail = match["tail"] or ""
        if value == 1 and match["month"]:
            yield Span(start, end, "ついたち")
        elif value in DAYS:
            yield Span(start, end, DAYS[value])
        elif value is None or not match["number"].isascii():
            continue
        else:
            yield Span(end - 1, end, "にち")
        if tail:
            yield Span(end, end + len(tail), DAY_TAILS[tail])
    for match in _PERSON.finditer(text):
        value = value_of(match["number"])
        end = match.end("number") + 1
        yield Span(match.start("number"), end, PEOPLE[value or 1])
        if match["tail"]:
            yield Span(end, match.end(), _PERSON_TAILS[match["tail"]])
    for match in _TWENTY.finditer(text):
        if not text[match.end() :].startswith(("代", "以", "未", "児", "ま", "か")):
            yield Span(match.start(), match.end(), "はたち")


def counted(text: str) -> Iterator[Span]:
    """Yield the readings of counters behind figures; the figures themselves need none."""
    for match in _MONTHS.finditer(text):
        at = match.start("what")
        if text[at - 1] == "箇":
            yield Span(at - 1, at, "か")
        yield Span(at, at + 1, _MONTHS_READ[match["what"]])
        if match["tail"]:
            yield Span(at + 1, match.end(), _MONTHS_READ[match["tail"]])
    for match in _COUNTED.finditer(text):
        if not match["number"][-1].isdigit() or _goes_on(text, match):
            continue
        last = unicodedata.normalize("NFKC", match["number"])[-1]
        counter = match["counter"]
        kanji = counter.removesuffix("建て")
        yield Span(match.start("counter"), match.start("counter") + len(kanji), changed(counter, last))
        if counter == "階建て":
            yield Span(match.start("counter") + 1, match.start("counter") + 2, "だ")


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Say whether the counter is the head of a longer word that is another: 3人間, 2本当, 5回答."""
    return text[match.start("counter") :].startswith(LONGER_WORDS)
