"""The time zones that staff choose from, by the name of the place in their language."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from cms.core.locales import language_of
from cms.core.spoken_dates import say_zone
from events.registration.models.events import DEFAULT_TIME_ZONE


@lru_cache(maxsize=8)
def zones(code: str) -> list[tuple[str, str]]:
    """Return (key, 「ブラジル(サンパウロ)時間 · America/Sao_Paulo」) of each zone, that of the centre first."""
    language = language_of(code)
    # The database of zones has hundreds of old names for the same clocks; Babel knows which one to use.
    known = sorted(set(get_global("zone_territories")) & available_timezones())
    named = [(key, f"{say_zone(ZoneInfo(key), language=language)} · {key}") for key in known]
    return sorted(named, key=lambda pair: (pair[0] != DEFAULT_TIME_ZONE, pair[1]))
