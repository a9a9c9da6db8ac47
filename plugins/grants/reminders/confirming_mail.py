"""The mail by which somebody confirms that she wants reminders. Called with her language active."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.mail.letters import Button, Letter, Listing, Paragraph
from cms.mail.services.opt_in import KEPT_FOR

from . import links, words


def letter(token: str, *, programme: Any, locale: str) -> Letter:
    """The mail after somebody asked to be reminded of a grant. token: of the link."""
    lead = _(
        "Somebody asked for reminders of this deadline to this address. If it was you, please press the button on "
        "the page."
    )
    found = words.named([programme], site=programme.site, code=locale).get(programme.page_key)
    days = KEPT_FOR.days
    return Letter(
        subject=_("Please confirm: reminders of a deadline"),
        preview=lead,
        blocks=[
            Paragraph(lead),
            Listing([found.title if found else programme.display_name]),
            Button(
                pgettext("reminder", "To the page with the button"), links.path("remind_confirm", token, locale=locale)
            ),
            Paragraph(ngettext("The link works for %(n)d day.", "The link works for %(n)d days.", days) % {"n": days}),
            Paragraph(_("If it was not you, you need not do anything: no reminder comes, and the address is erased.")),
        ],
    )  # fmt: skip
