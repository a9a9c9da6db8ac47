"""What a newsletter is about, as fields of activity: by the words that its name shares with them."""

from __future__ import annotations

import re

#: Numbers of the act's table (`activities.organisations.npo_fields`): words in a Japanese name, words in a short name
#: in Latin letters. Words that name no field alone ("活動", "information", "community") are left out.
WORDS: dict[int, tuple[str, str]] = {
    1: ("福祉 保健 医療 健康 介護 障害 高齢", "welfare health medical care disability fukushi kenko"),
    2: ("社会教育 生涯学習 学習支援", "education learning kyoiku"),
    3: ("まちづくり 町づくり 街づくり 地域づくり", "machizukuri town neighbourhood"),
    4: ("観光", "tourism kanko"),
    5: ("農山漁村 中山間 農業 里山", "farming rural villages satoyama"),
    6: ("文化 芸術 スポーツ 学術 アート", "culture arts art sports academia bunka"),
    7: ("環境 自然 みどり 緑化", "environment nature green kankyo"),
    8: ("災害 被災 防災", "disaster relief saigai bosai"),
    9: ("地域安全 防犯 交通安全", "safety bohan"),
    10: ("人権 平和", "rights peace jinken heiwa"),
    11: ("国際 多文化 外国人", "international multicultural kokusai tabunka"),
    12: ("男女共同参画 女性 ジェンダー", "gender women equality"),
    13: ("子ども こども 子育て 青少年 児童 若者", "children child youth kids parenting kodomo kosodate"),
    14: ("情報化", "digital ict"),
    15: ("科学", "science technology kagaku"),
    16: ("経済", "economy economic business keizai"),
    17: ("雇用 就労 職業", "employment jobs vocational work koyo shuro"),
    18: ("消費者", "consumer consumers shohisha"),
}


def fields_of(topic: str, name: str) -> frozenset[int]:
    """Return the numbers of the fields that a newsletter is about; none for one about everything.

    topic: its short name in Latin letters; name: what staff call it in Japanese.
    """
    said = set(re.split(r"[^a-z]+", topic.lower()))
    return frozenset(
        number
        for number, (japanese, latin) in WORDS.items()
        if any(word in name for word in japanese.split()) or said & set(latin.split())
    )
