"""A letter to its editor herself, before anybody else gets it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.languages_on import languages_on
from cms.mail.bulk import slots
from cms.mail.services import queue
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import NewsletterIssue

from .news import news_since

KIND = "newsletters.test"
KEPT_FOR = timedelta(days=7)
#: The links of a test lead to the page for links that are over: nothing of a reader is changed by trying them.
NOBODY = "test"


@transaction.atomic
def send_test(*, issue: NewsletterIssue, user: Any, now: datetime) -> str:
    """Queue the draft in every language it has words in to a member of staff; return the address.

    Raises LetterRefused for somebody without a mail address.
    """
    if not user.email:
        raise LetterRefused(_("You have no mail address yet. Write it into your account, then try again."))
    site, since = issue.get_site(), news_since(issue, now=now)
    for code in (language.code for language in languages_on(site)):
        made = compose(issue, site=site, locale=code, since=since, until=now)
        if made.is_fallback:
            continue
        with translation.override(code):
            subject = _("[Test] %(subject)s") % {"subject": made.words.subject}
        queue(
            kind=KIND, key=str(uuid.uuid4()), site=site, to=user.email, locale=code, subject=subject,
            text=_filled(made.text), html=_filled(made.html), erase_after=now + KEPT_FOR, now=now,
        )  # fmt: skip
    return str(user.email)


def _filled(text: str) -> str:
    return text.replace(slots.slot("token"), NOBODY).replace(slots.slot("name"), "")
