"""What the screen of a letter shows of its last rehearsal."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.newsletters.models import NewsletterIssue, Rehearsal


def told_of(page: NewsletterIssue) -> dict[str, Any]:
    """Return the last rehearsal and its lines; None where there was none."""
    row = Rehearsal.objects.filter(page_key=page.translation_key).select_related("asked_by").first()
    return {"rehearsal": row, "measured": _lines(row.result) if row and row.result else []}


def _lines(found: dict[str, Any]) -> list[tuple[str, str]]:
    tried = _("%(taken)d taken of %(tried)d that were tried") % found
    return [
        (_("Letters that would leave"), str(found["readers"])),
        (_("Left out, with a reason"), str(found["left_out"])),
        (_("Rehearsed"), tried),
        (_("Pace of the rehearsal"), _("%(rate)s a second, in %(seconds)s seconds") % found),
        (_("Size of a letter"), _("%(average)s kB on average, %(largest)s kB at most") % _in_kb(found)),
        (_("The real one will take about"), _say_minutes(found["takes"])),
    ]


def _in_kb(found: dict[str, Any]) -> dict[str, str]:
    return {name: f"{found[name] / 1000:.1f}" for name in ("average", "largest")}


def _say_minutes(seconds: float | None) -> str:
    if seconds is None:
        return _("more than 60 days")
    minutes = max(1, math.ceil(seconds / 60))
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
