"""Words that are read by what stands around them, and words that the dictionary reads otherwise than people do.

Each rule was written for sentences of a centre's pages; the gold sentences in the tests hold them.
"""

from collections.abc import Sequence
from typing import Final

from .analysis import Word
from .tables import WORDS

# Read so on a centre's pages, whatever stands around.
USUAL: Final[dict[str, str]] = WORDS["usual"]

#: A day of the week in a calendar or beside a date stands alone.
_WEEKDAYS: Final = dict(zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True))
_SOFT: Final = ("い", "よ", "良", "早", "安", "多", "少", "楽", "便利", "確実", "はや", "大き", "高", "低")


def reading_of(words: Sequence[Word], index: int) -> str:
    """Return how the word at `index` is read among its neighbours, in Hiragana."""
    word = words[index]
    if len(words) == 1 and word.surface in _WEEKDAYS:
        return _WEEKDAYS[word.surface]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    rule = _RULES.get(word.surface)
    if rule is not None:
        read = rule(word, before, after, "".join(w.surface for w in words[index + 1 : index + 4]))
        if read:
            return read
    if word.surface in USUAL and word.kind[0] != "接尾辞":
        return USUAL[word.surface]
    if word.surface in {"行っ", "行い", "行わ", "行う", "行え"} and before is not None:
        return _of_going(word, before)
    if word.surface == "入れ" and before is not None and after is not None:
        # 工場に入れない is about getting in; what somebody puts in has を.
        gets_in = before.surface in {"は", "に", "も"} and after.surface in {"ない", "ませ", "なく"}
        return "はいれ" if gets_in else word.reading
    return word.reading


def _of_going(word: Word, before: Word) -> str:
    """行った: a thing is done (会を行った おこなった), one goes to a place (会へ行った いった)."""
    if word.surface != "行っ":
        return word.reading
    return "おこなっ" if before.surface == "を" else "いっ"


def _person_or_side(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    """方: かた for people, as centres write of them; ほう where things are compared or advised."""
    if word.kind[0] == "接尾辞":
        return word.reading
    if rest.startswith("が") and rest[1:].startswith(_SOFT):
        return "ほう"
    if before is not None and before.kind[0] in {"動詞", "形容詞", "助動詞", "連体詞", "助詞", "接頭辞"}:
        return "かた"
    return "かた" if before is None else ""


def _inside(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    """中: a suffix of time and place is ちゅう or じゅう; alone it is なか."""
    if before is None or before.surface in {"の", "な", "い", "る", "た", "この", "その"}:
        return "なか"
    if before.surface in {"今日", "明日", "今年", "今月", "一日", "町", "村", "世界", "一年", "年"}:
        return "じゅう"
    return "ちゅう" if before.kind[0] == "名詞" else ""


def _behind(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    """後: あと after the の or た of a clause, ご after a noun of action."""
    if before is not None and before.surface in {"の", "た", "その", "この"}:
        return "あと" if before.surface in {"の", "た"} else "ご"
    return "ご" if before is not None and before.kind[0] == "名詞" else ""


def _above(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    return "うえ" if before is None or before.surface in {"の", "た", "この", "その", "る"} else ""


def _between(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    return "あいだ" if before is not None and before.surface in {"の", "る", "た", "いる", "この", "その", "い"} else ""


def _what(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    """何: なん before t, d and n and before counters; なに elsewhere."""
    if rest.startswith(("か", "も", "が", "を", "に", "より", "ごと", "から", "ひとつ")):
        return "なに"
    return "なん"


def _day(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    """日: ひ on its own, び behind a noun (相談日); counters have claimed it behind a number."""
    if before is None or before.kind[0] != "名詞":
        return "ひ"
    return "" if before.kind[1] == "数詞" else "び"


def _month(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    return "つき" if before is None or before.surface in {"の", "、", "毎", "この", "その", "ひと"} else ""


def _people(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    if word.kind[0] == "接尾辞":
        return ""
    return "ひと"


def _book(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    return "ほん" if word.kind[0] == "名詞" else ""


_BEFORE_A_PLACE: Final = frozenset(("の", "る", "う", "た", "その", "この", "い", "、", "「"))


def _place(word: Word, before: Word | None, after: Word | None, rest: str) -> str:
    return "ば" if before is None or before.surface in _BEFORE_A_PLACE else ""


_RULES: Final = {
    "方": _person_or_side, "中": _inside, "後": _behind, "上": _above, "間": _between, "何": _what, "日": _day,
    "月": _month, "人": _people, "本": _book, "場": _place,
}  # fmt: skip
