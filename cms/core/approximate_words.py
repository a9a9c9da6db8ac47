"""The words that qualify a number and the units it comes in, with what they are called in other languages."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Qualifier(Enum):
    """What a qualifying word says about the number."""

    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    UNDER = "under"
    OVER = "over"
    JUST_UNDER = "just under"
    JUST_OVER = "just over"
    AND_OTHERS = "and others"
    IN_TOTAL = "in total"
    PER_YEAR = "per year"
    PER_MONTH = "per month"
    PER_WEEK = "per week"
    PER_DAY = "per day"


FREQUENCIES = frozenset({Qualifier.PER_YEAR, Qualifier.PER_MONTH, Qualifier.PER_WEEK, Qualifier.PER_DAY})

# how each is said where the language is not Japanese
PATTERNS: Mapping[Qualifier, Any] = MappingProxyType(
    {
        Qualifier.ABOUT: _("about %(number)s"),
        Qualifier.AT_LEAST: _("%(number)s or more"),
        Qualifier.AT_MOST: _("%(number)s or less"),
        Qualifier.UNDER: _("under %(number)s"),
        Qualifier.OVER: _("over %(number)s"),
        Qualifier.JUST_UNDER: _("just under %(number)s"),
        Qualifier.JUST_OVER: _("just over %(number)s"),
        Qualifier.AND_OTHERS: _("%(number)s and others"),
        Qualifier.IN_TOTAL: _("%(number)s in total"),
        Qualifier.PER_YEAR: _("%(number)s a year"),
        Qualifier.PER_MONTH: _("%(number)s a month"),
        Qualifier.PER_WEEK: _("%(number)s a week"),
        Qualifier.PER_DAY: _("%(number)s a day"),
    }
)
RANGE = _("%(low)s to %(high)s")


def _words(meanings: dict[Qualifier, tuple[str, ...]]) -> Mapping[str, Qualifier]:
    return MappingProxyType({word: meaning for meaning, words in meanings.items() for word in words})


BEFORE = _words(
    {
        Qualifier.ABOUT: ("約", "およそ", "おおよそ", "おおむね", "概ね", "ほぼ", "だいたい"),
        Qualifier.IN_TOTAL: ("延べ", "のべ", "累計", "合計", "計"),
        Qualifier.AT_MOST: ("最大", "最多", "最高"),
        Qualifier.AT_LEAST: ("最低", "最少", "少なくとも"),
        Qualifier.AND_OTHERS: ("など",),
        Qualifier.PER_YEAR: ("年間", "毎年", "年"),
        Qualifier.PER_MONTH: ("月間", "毎月", "月"),
        Qualifier.PER_WEEK: ("週間", "毎週", "週"),
        Qualifier.PER_DAY: ("毎日", "日"),
    }
)
AFTER = _words(
    {
        Qualifier.ABOUT: ("程度", "ほど", "くらい", "ぐらい", "前後", "ごろ"),
        Qualifier.AND_OTHERS: ("など", "等"),
        Qualifier.AT_LEAST: ("以上",),
        Qualifier.AT_MOST: ("以下", "以内", "まで"),
        Qualifier.UNDER: ("未満",),
        Qualifier.OVER: ("超",),
        Qualifier.JUST_UNDER: ("弱",),
        Qualifier.JUST_OVER: ("強", "余り", "あまり", "余"),
    }
)
# 90余人: between the number and its unit
BETWEEN = ("余り", "あまり", "余")


def _units(names: dict[tuple[str, ...], Any]) -> Mapping[str, Any]:
    return MappingProxyType({unit: name for units, name in names.items() for unit in units})


# a unit that is not here stays in Japanese
UNITS = _units(
    {
        ("人", "名"): ngettext_lazy("%(number)s person", "%(number)s people", "count"),
        ("回", "度"): ngettext_lazy("%(number)s time", "%(number)s times", "count"),
        ("団体",): ngettext_lazy("%(number)s group", "%(number)s groups", "count"),
        ("社", "企業"): ngettext_lazy("%(number)s company", "%(number)s companies", "count"),
        ("校",): ngettext_lazy("%(number)s school", "%(number)s schools", "count"),
        ("円",): ngettext_lazy("%(number)s yen", "%(number)s yen", "count"),
        ("件",): ngettext_lazy("%(number)s case", "%(number)s cases", "count"),
        ("世帯",): ngettext_lazy("%(number)s household", "%(number)s households", "count"),
        ("年", "年間"): ngettext_lazy("%(number)s year", "%(number)s years", "count"),
        ("か月", "ヶ月", "カ月", "ヵ月", "箇月"): ngettext_lazy("%(number)s month", "%(number)s months", "count"),
        ("週間",): ngettext_lazy("%(number)s week", "%(number)s weeks", "count"),
        ("日", "日間"): ngettext_lazy("%(number)s day", "%(number)s days", "count"),
        ("時間",): ngettext_lazy("%(number)s hour", "%(number)s hours", "count"),
        ("分", "分間"): ngettext_lazy("%(number)s minute", "%(number)s minutes", "count"),
        ("か所", "ヶ所", "カ所", "ヵ所", "箇所"): ngettext_lazy("%(number)s place", "%(number)s places", "count"),
        ("か国語", "カ国語", "言語"): ngettext_lazy("%(number)s language", "%(number)s languages", "count"),
        ("冊", "部"): ngettext_lazy("%(number)s copy", "%(number)s copies", "count"),
        ("頭", "匹"): ngettext_lazy("%(number)s animal", "%(number)s animals", "count"),
        ("種類",): ngettext_lazy("%(number)s kind", "%(number)s kinds", "count"),
        ("講座",): ngettext_lazy("%(number)s course", "%(number)s courses", "count"),
        ("事業",): ngettext_lazy("%(number)s project", "%(number)s projects", "count"),
        ("地区",): ngettext_lazy("%(number)s district", "%(number)s districts", "count"),
        ("市町村",): ngettext_lazy("%(number)s municipality", "%(number)s municipalities", "count"),
        ("都道府県",): ngettext_lazy("%(number)s prefecture", "%(number)s prefectures", "count"),
    }
)
