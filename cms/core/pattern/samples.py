"""Content for the pattern page: long and short words, nothing and too much."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int | None
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]
    open: bool = False


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False
    count: int | None = None

    @property
    def title(self) -> str:
        return self.label


class SampleForm(forms.Form):
    """A field of each sort that the public forms use."""

    name = forms.CharField(label="お名前", help_text="例: 架橋 花子", max_length=40)
    email = forms.EmailField(label="メールアドレス", required=False, help_text="お知らせを受け取る方だけ")
    idea = forms.CharField(label="相談したいこと", widget=forms.Textarea)
    way = forms.ChoiceField(
        label="連絡の方法", choices=[("tel", "電話"), ("fax", "FAX"), ("mail", "メール")], widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label="ことば",
        required=False,
        choices=[("ja", "日本語"), ("en", "English"), ("vi", "Tiếng Việt")],
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.ChoiceField(label="地域", choices=[("", "えらんでください"), ("c", "中央区"), ("h", "浜名区")])


ICONS = [
    "menu",
    "close",
    "search",
    "globe",
    "phone",
    "mail",
    "fax",
    "calendar",
    "clock",
    "pin",
    "people",
    "chat",
    "book",
    "coin",
    "house",
    "letter",
    "file",
    "download",
    "print",
    "link",
    "external",
    "left",
    "right",
    "down",
    "up",
    "filter",
    "alert",
    "check",
    "info",
    "tag",
    "rss",
    "branch",
    "star",
    "quote",
]
ART = ("bridge", "people", "talk", "book", "letter", "river", "house", "empty")
STATUSES = (
    ("open", "受付中"),
    ("few", "残り6人"),
    ("wait", "キャンセル待ち 3組"),
    ("closed", "締切"),
    ("cancelled", "中止"),
    ("ongoing", "継続中"),
    ("ended", "終了"),
    ("estimated", "見込み"),
    ("info", "お知らせ"),
)
LONG = "日本語を母語としない子どもとその家族のための高校進学ガイダンスと先輩の体験を聞く会(通訳・託児つき)"

PILLARS = (
    Option("1", "市民活動支援", 12, True),
    Option("2", "自主事業", 20),
    Option("3", "行政との協働", 11),
)
CHIPS = (
    Link("すべて", "#", True, 43),
    Link("障害", "#", count=7),
    Link("多文化共生", "#", count=5),
    Link("ことばだけ", ""),
)


def context() -> dict[str, Any]:
    """Everything that the pattern page shows."""
    tokens = (
        "ink",
        "ink-soft",
        "paper",
        "surface",
        "sunk",
        "line",
        "accent",
        "accent-wash",
        "warm",
        "warm-wash",
        "ok",
        "wait",
    )
    bound = SampleForm({"name": "", "email": "hanako@", "idea": "子ども食堂をはじめたい", "way": "", "area": ""})
    pages = Paginator(range(230), 10)
    return {
        "tokens": tokens,
        "icons": ICONS,
        "arts": ART,
        "statuses": STATUSES,
        "long": LONG,
        "day": date(2025, 12, 6),
        "facts": [
            ("いつ", "12月14日(日)13:30〜16:30"),
            ("どこ", "市民協働センター 2階"),
            ("ことば", "ポルトガル語・ベトナム語・フィリピノ語・スペイン語・やさしい日本語"),
            ("お金", "無料"),
            ("空の行", ""),
        ],
        "facets": [
            Facet("pillar", "柱", PILLARS),
            Facet("area", "地域", tuple(Option(str(n), f"地域 {n}", n) for n in range(1, 12))),
            Facet("none", "選べない", ()),
        ],
        "pages_first": pages.page(1),
        "pages_middle": pages.page(12),
        "chips": CHIPS,
        "crumbs": [("活動をさがす", "#"), ("行政との協働", "#")],
        "previous": Link("相談する前に", "#"),
        "next": Link(LONG, "#"),
        "links": [("すべての団体を見る", "#"), ("電話で聞く", "#")],
        "table_head": ["年度", "名称", "委託元", "回数", "参加者"],
        "table_rows": [["平成13年度(2001年度)", "就労支援パソコン講座", "静岡県", "24回", "約120人"]] * 3,
        "form": SampleForm(),
        "bound": bound,
        "meta": ["14:00〜15:30", "福祉交流センター", "無料", "手話あり"],
        "due": date(2025, 11, 30),
    }  # fmt: skip
