"""When a rule works, as people say it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.newsletters.digest.periods import next_due
from plugins.newsletters.models import DigestRule, Rhythm


def say_when(rule: DigestRule) -> str:
    """毎週金曜日 17:00, every month on the first Friday at 17:00."""
    said = {
        "weekday": rule.get_weekday_display(), "week": rule.get_week_of_month_display(),
        "time": f"{rule.at_time.hour}:{rule.at_time.minute:02}",
    }  # fmt: skip
    if rule.rhythm == Rhythm.MONTHLY:
        return _("Every month: %(week)s %(weekday)s, %(time)s") % said
    return _("Every %(weekday)s, %(time)s") % said


def next_letter(rule: DigestRule, *, at: datetime) -> datetime | None:
    """Return when the next letter is to leave that is not made yet; None while the rule pauses.

    rule: one of `with_last`.
    """
    if not rule.is_on:
        return None
    last = rule.last_due_at  # type: ignore[attr-defined]
    return next_due(rule, after=max(at, last or at, rule.active_since))


def say_next(rule: DigestRule) -> str:
    """The day and time of `next_letter`; a dash while the rule pauses."""
    moment = next_letter(rule, at=timezone.now())
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else "–"


def say_state(rule: DigestRule) -> str:
    return pgettext("digest", "Works") if rule.is_on else pgettext("digest", "Paused")


def with_last(rules: Any) -> Any:
    """Read along when the last letter of each was to leave."""
    return rules.annotate(last_due_at=Max("runs__due_at"))
