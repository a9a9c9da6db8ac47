"""No letter leaves with an error in it, whoever asks for it by whichever way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.core.languages_on import languages_on
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter.checks import errors
from plugins.newsletters.letter.composing import Composed, compose
from plugins.newsletters.models import NewsletterIssue


def refuse_with_problems(issue: NewsletterIssue, *, since: datetime, now: datetime) -> None:
    """Raise LetterRefused, naming what is wrong, where an issue as it is approved has an error in any language."""
    site = issue.get_site()
    made = [compose(issue, site=site, locale=each.code, since=since, until=now) for each in languages_on(site)]
    named = named_problems(made, site=site)
    if named:
        raise LetterRefused(_("Something has to be put right first: %(what)s") % {"what": named})


def named_problems(editions: Sequence[Composed], *, site: Any) -> str:
    """Return the errors of editions in one line, in the active language; empty when there are none."""
    return " ".join(f"{each.text} ({each.where})" if each.where else each.text for each in errors(editions, site=site))
