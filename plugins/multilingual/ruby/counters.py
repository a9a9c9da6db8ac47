"""How numbers with counters are read: はつか, ひとり, さんぼん, じゅっぷん.

Sources of the rules: 文化庁「常用漢字表」付表 (熟字訓 such as 一日, 二十日, 二十歳, 一人) and NHK日本語発音アクセント新辞典, appendix on
counters (助数詞). Where two readings are usual, the one that NHK lists first.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from .spans import Span

DAYS: Final = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか", 10: "とおか",
    14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
PEOPLE: Final = {1: "ひとり", 2: "ふたり"}
NATIVE: Final = {1: "ひと", 2: "ふた", 3: "み"}

# Counters by what the number's last figure does to them: h → p after 1 6 8 0 (and b after 3), or one sound after 3.
PLAIN: Final = {
    "年": "ねん", "年度": "ねんど", "年間": "ねんかん", "年生": "ねんせい", "年前": "ねんまえ", "年目": "ねんめ", "月": "がつ",
    "月号": "がつごう", "日": "にち", "日間": "にちかん", "日目": "にちめ", "時": "じ", "時間": "じかん", "時間目": "じかんめ",
    "時半": "じはん", "週": "しゅう", "週間": "しゅうかん", "人": "にん", "人分": "にんぶん", "人目": "にんめ", "人前": "にんまえ",
    "名": "めい", "名分": "めいぶん", "円": "えん", "万": "まん", "万円": "まんえん", "万人": "まんにん", "億": "おく", "億円": "おくえん",
    "兆": "ちょう", "件": "けん", "回": "かい", "回目": "かいめ", "回分": "かいぶん", "個": "こ", "枚": "まい", "冊": "さつ", "部": "ぶ",
    "号": "ごう", "番": "ばん", "番目": "ばんめ", "番地": "ばんち", "番線": "ばんせん", "台": "だい", "歳": "さい", "才": "さい",
    "歳児": "さいじ", "点": "てん", "度": "ど", "割": "わり", "倍": "ばい", "組": "くみ", "世帯": "せたい", "団体": "だんたい", "席": "せき",
    "丁目": "ちょうめ", "条": "じょう", "項": "こう", "章": "しょう", "級": "きゅう", "問": "もん", "種類": "しゅるい", "行": "ぎょう",
    "列": "れつ", "周年": "しゅうねん", "代": "だい", "票": "ひょう", "社": "しゃ", "校": "こう", "区": "く", "市": "し", "町": "ちょう",
    "村": "そん", "県": "けん", "学期": "がっき", "学年": "がくねん", "限目": "げんめ", "限": "げん", "着": "ちゃく", "通": "つう", "便": "びん",
    "頭": "とう", "隻": "せき", "曲": "きょく", "枠": "わく", "面": "めん", "畳": "じょう", "字": "じ", "文字": "もじ", "語": "ご",
    "言語": "げんご", "本柱": "ほんばしら", "者": "しゃ", "位": "い", "等": "とう", "期": "き", "段階": "だんかい", "段": "だん", "日分": "にちぶん",
    "秒": "びょう", "行目": "ぎょうめ", "日前": "にちまえ", "時間前": "じかんまえ", "週間前": "しゅうかんまえ", "時間半": "じかんはん", "名様": "めいさま",
    "円以上": "えんいじょう", "力所": "かしょ", "路線": "ろせん", "コマ": "こま", "年以上": "ねんいじょう", "世代": "せだい", "品": "ひん",
    "番教室": "ばんきょうしつ", "号室": "ごうしつ", "号館": "ごうかん", "月末": "がつまつ", "月中": "がつちゅう", "月上旬": "がつじょうじゅん",
    "月中旬": "がつちゅうじゅん", "月下旬": "がつげじゅん", "月頃": "がつごろ", "時頃": "じごろ", "日付": "にちづけ", "年代": "ねんだい", "月分": "がつぶん",
    "団地": "だんち", "車両": "しゃりょう", "両": "りょう", "幕": "まく", "棟": "とう", "件目": "けんめ", "議席": "ぎせき", "単位": "たんい",
}  # fmt: skip
P_OR_B: Final = {"本": "ほん", "匹": "ひき", "杯": "はい"}  # いっぽん, さんぼん
P_ONLY: Final = {  # いっぷん, さんぷん, よんぷん
    "分": "ふん", "分間": "ふんかん", "分前": "ふんまえ", "分以内": "ふんいない", "泊": "はく", "拍": "はく", "歩": "ほ",
}  # fmt: skip
AFTER_THREE: Final = {  # さんがい, さんげん, さんぞく
    "階": ("かい", "がい"), "階建て": ("かい", "がい"), "軒": ("けん", "げん"), "足": ("そく", "ぞく"),
    "百": ("ひゃく", "びゃく"), "千": ("せん", "ぜん"),
}  # fmt: skip
NATIVE_NUMBERS: Final = {"部屋": "へや", "組": "くみ", "皿": "さら", "袋": "ふくろ", "箱": "はこ", "粒": "つぶ", "言": "こと", "晩": "ばん"}
DAY_TAILS: Final = {"間": "かん", "目": "め", "分": "ぶん", "前": "まえ", "後": "ご", "以内": "いない", "以上": "いじょう", "付": "づけ", "頃": "ごろ"}

_KANJI_FIGURES: Final = {figure: value for value, figure in enumerate("〇一二三四五六七八九")}
_NUMBER: Final = r"(?P<number>[0-9０-９][0-9０-９,，.．]*|[一二三四五六七八九十]{1,3})"
_WORDS: Final = sorted({*PLAIN, *P_OR_B, *P_ONLY, *AFTER_THREE}, key=len, reverse=True)
_COUNTED: Final = re.compile(rf"{_NUMBER}(?P<counter>{'|'.join(map(re.escape, _WORDS))})")
_DAY: Final = re.compile(rf"(?P<month>月)?{_NUMBER}日(?P<tail>{'|'.join(DAY_TAILS)})?(?!本|曜|程|常|々|誌|系|照)")
_PERSON: Final = re.compile(rf"(?<![0-9０-９.,])(?P<number>[12１２一二])人(?P<tail>目|分|前|様)?(?!間|口|権|工|材|物|気|生)")
_PERSON_TAILS: Final = {"目": "め", "分": "ぶん", "前": "まえ", "様": "さま"}
_MONTHS: Final = re.compile(rf"{_NUMBER}[かヵヶカケ箇](?P<what>月|国|所|年)(?P<tail>間|前|分|後)?")
_MONTHS_READ: Final = {"月": "げつ", "国": "こく", "所": "しょ", "年": "ねん", "間": "かん", "前": "まえ", "分": "ぶん", "後": "ご"}
_TWENTY: Final = re.compile(r"(?<![0-9０-９.,])(20|２０|二十)[歳才]")
_TENS_OF_MINUTES: Final = frozenset("1468013")


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
        kanji = counter.rstrip("建て") if counter == "階建て" else counter
        yield Span(match.start("counter"), match.start("counter") + len(kanji), changed(counter, last))
        if counter == "階建て":
            yield Span(match.start("counter") + 1, match.start("counter") + 2, "だ")


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Say whether the counter is the head of a longer word that is another: 3人間, 2本当, 5回答."""
    return text[match.start("counter") :].startswith(
        ("人間", "人口", "人権", "本当", "本人", "本日", "回答", "回収", "部分", "部門", "部会", "名前", "名古屋", "名称", "点検", "号令", "台風",
         "番組", "割合", "市民", "市役所", "市内", "市町村", "町内", "町村", "区民", "区役所", "区内", "区分", "県内", "県民", "校長", "校内", "社会",
         "期間", "期限", "代表", "位置", "等級", "通知", "通常", "行政", "行動", "行事", "行列", "組合", "組織", "面接", "面談", "着手", "者側",
         "分野", "分類", "語学", "字幕", "本部", "本来", "段落", "項目", "条例", "条件", "章立", "問題", "問合", "席上", "限定", "級友", "千葉", "百合")
    )  # fmt: skip
