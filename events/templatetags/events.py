"""Tags of the templates of events."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.utils import timezone

from cms.core import spoken_dates
from cms.core.templatetags.kakehashi import visitors_language

register = template.Library()
MAP = "https://www.google.com/maps/search/?api=1&query="


@register.filter
def map_url(venue: Any) -> str:
    """Where a map shows the venue; a plain link, nothing is asked for until somebody follows it."""
    if venue.latitude is not None and venue.longitude is not None:
        return f"{MAP}{venue.latitude},{venue.longitude}"
    return MAP + quote(" ".join(part for part in (venue.name, venue.address) if part))


@register.simple_tag
def spoken_day_span(span: Any) -> str:
    """「12月6日(土)14:00〜15:30」 of anything with `starts_at` and `ends_at`; with the year where it is another one."""
    year = spoken_dates.on_its_clock(span.starts_at).year != timezone.localdate().year
    return spoken_dates.say_span(span.starts_at, span.ends_at, language=visitors_language(), year=year)


@register.simple_tag
def spoken_moment(moment: datetime) -> str:
    """「12月7日(日)17:00」"""
    year = spoken_dates.on_its_clock(moment).year != timezone.localdate().year
    return spoken_dates.say_span(moment, None, language=visitors_language(), year=year).removesuffix("〜")


@register.filter
def clock(seconds: int) -> str:
    """Seconds into a recording as 1:02:05 or 10:20."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
