"""The words that somebody agrees to. What is shown on a page and what is kept with the consent is the same text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.core.models import Appearance

from .models import Topic
from .querysets import STOPPED_KEPT_FOR, WAITING_KEPT_FOR


def promises(*, site: Any) -> list[str]:
    """Return what the centre promises about an address, in the active language."""
    centre = Appearance.for_site(site).display_name
    waits, kept = WAITING_KEPT_FOR.days, STOPPED_KEPT_FOR.days
    return [
        _("%(centre)s uses the address only to send you the letters that you choose.") % {"centre": centre},
        _("Only the staff of the centre see it. We pass it on to nobody, and do not look whether you open a letter."),
        _("Every letter has a link by which you stop at once."),
        ngettext(
            "%(n)d day after you have stopped, your address is erased by itself.",
            "%(n)d days after you have stopped, your address is erased by itself.",
            kept,
        )
        % {"n": kept},
        ngettext(
            "If you do not confirm within %(n)d day, it is erased as well.",
            "If you do not confirm within %(n)d days, it is erased as well.",
            waits,
        )
        % {"n": waits},
    ]


def agreed_words(*, site: Any, topics: Sequence[Topic]) -> str:
    """Return the whole text of a consent, in the active language."""
    chosen = _("I want these letters by mail: %(topics)s") % {"topics": names(topics)}
    return "\n".join([chosen, *promises(site=site)])


def names(topics: Sequence[Topic]) -> str:
    """Return the names of topics in one line."""
    return pgettext("between names", ", ").join(topic.display_name for topic in topics)
