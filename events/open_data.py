"""イベント一覧: the coming events in the columns of the recommended data sets (推奨データセット) of public bodies.

Column names and their order as in the government's list of 2020 (evidence: `tests/events/test_open_data.py` compares
them with a copy of the list where there is one).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.core.locales import LOCALES, SOURCE_LANGUAGE
from cms.core.municipal_codes import prefecture_of
from cms.core.spoken_dates import on_its_clock, say_span
from events.cards import fee
from events.days import days_of
from events.registration.choices import Booking, OrganiserRole

COLUMNS = (
    "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ",
    "イベント名_英語",
    "開始日", "終了日", "開始時間", "終了時間", "開始日時特記事項", "説明", "料金(基本)", "料金(詳細)", "連絡先名称",
    "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度", "経度", "アクセス方法",
    "駐車場情報",
    "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
)  # fmt: skip
# A spreadsheet would take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_WAYS: dict[str, Any] = {
    Booking.HERE: lambda: _("On the page of the event, by telephone or FAX"),
    Booking.NOT_NEEDED: lambda: _("No registration needed"),
    Booking.BY_PHONE: lambda: _("By telephone or FAX"),
    Booking.ELSEWHERE: lambda: _("On another site"),
    Booking.INVITED: lambda: _("By invitation"),
}


@dataclass(frozen=True)
class Told:
    """An event with what a row of the list needs. title_en: of its English page, if there is one."""

    event: Any
    dates: Sequence[Any]
    organisers: Sequence[Any]
    page: Any
    title_en: str
    url: str
    capacity: int | None
    closes_at: datetime | None


def write(events: Iterable[Told]) -> bytes:
    """Return the file: UTF-8 with the mark by which spreadsheets know it, one row for each event."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, told in enumerate(events, start=1):
        row = _row(told) | {"NO": str(number).zfill(10)}
        writer.writerow([_cell(row.get(column)) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(told: Told) -> dict[str, Any]:
    event, page = told.event, told.page
    dates = [date for date in told.dates if not date.is_cancelled] or list(told.dates)
    return {
        "イベント名": page.title,
        "イベント名_カナ": page.reading.translate(_HIRAGANA_TO_KATAKANA),
        "イベント名_英語": told.title_en,
        **_times(dates),
        "説明": page.lead,
        "料金(基本)": fee(event),
        "料金(詳細)": event.fee_note,
        "連絡先名称": event.contact_name,
        "連絡先電話番号": event.contact_phone,
        "連絡先内線番号": event.contact_extension,
        "主催者": "、".join(
            row.display_name for row in told.organisers if row.role in (OrganiserRole.HOST, OrganiserRole.COHOST)
        ),
        **_place(event, dates),
        "定員": told.capacity,
        **_deadline(told.closes_at),
        "参加申込方法": _WAYS[event.booking](),
        "URL": told.url,
        "備考": event.notice,
    }


def _times(dates: Sequence[Any]) -> dict[str, str]:
    if not dates:
        return {}
    days = days_of(dates)
    first, last = on_its_clock(days[0].starts_at), on_its_clock(days[-1].ends_at)
    said = [say_span(day.starts_at, day.ends_at, language=LOCALES[SOURCE_LANGUAGE]) for day in days]
    return {
        "開始日": first.strftime("%Y-%m-%d"),
        "終了日": last.strftime("%Y-%m-%d"),
        "開始時間": first.strftime("%H:%M"),
        "終了時間": last.strftime("%H:%M"),
        "開始日時特記事項": "、".join(said) if len(said) > 1 else "",
    }


def _place(event: Any, dates: Sequence[Any]) -> dict[str, Any]:
    date = next((date for date in dates if date.venue), None)
    if date is None:
        return {"場所名称": event.place or event.get_mode_display()}
    venue = date.venue
    prefecture = prefecture_of(venue.address)
    return {
        "都道府県コード又は市区町村コード": prefecture and prefecture.code,
        "都道府県名": prefecture and prefecture.name,
        "場所名称": " ".join(part for part in (venue.name, date.room) if part),
        "住所": venue.address,
        "方書": venue.building,
        "緯度": venue.latitude,
        "経度": venue.longitude,
        "アクセス方法": venue.access,
        "駐車場情報": venue.parking,
    }


def _deadline(closes_at: datetime | None) -> dict[str, str]:
    if closes_at is None:
        return {}
    local = on_its_clock(closes_at)
    return {"参加申込終了日": local.strftime("%Y-%m-%d"), "参加申込終了時間": local.strftime("%H:%M")}
