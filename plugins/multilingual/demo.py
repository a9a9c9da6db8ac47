"""Readings of the demo centre, and its pages with furigana from the first visit."""

from __future__ import annotations

from cms.plugin_api import DemoContext

from .models import Reading

READINGS = {
    "小杉町": ("こすぎちょう", "区役所の住所表示"),
    "水窪": ("みさくぼ", "浜松市天竜区の地名"),
    "かけはし市民活動センター": ("かけはししみんかつどうせんたー", "当センターの正式名称"),
    "相利評価表": ("そうりひょうかひょう", ""),
    "昼間": ("ひるま", "高校の課程の説明での読み方"),
}


def load(context: DemoContext) -> None:
    context.say("readings for furigana")
    rows = [
        Reading(site=context.site, word=word, reading=reading, note=note) for word, (reading, note) in READINGS.items()
    ]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)
