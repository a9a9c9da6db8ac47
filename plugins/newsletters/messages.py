"""The words of the mails by which somebody confirms. Called with the reader's language active."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.core.models import Centre
from cms.mail.letters import Button, Letter, Listing, Paragraph

from . import links
from .models import Topic
from .querysets import WAITING_KEPT_FOR


def confirm(token: str, *, locale: str, topics: Sequence[Topic]) -> Letter:
    """The mail after somebody asked for letters."""
    lead = _("Somebody asked for these letters to this address. If it was you, please press the button on the page.")
    return Letter(
        subject=_("Please confirm: letters by mail"),
        preview=lead,
        blocks=[
            Paragraph(lead),
            Listing([topic.display_name for topic in topics]),
            Button(pgettext("newsletter", "To the page with the button"), links.path("confirm", token, locale=locale)),
            Paragraph(_how_long()),
            Paragraph(_("If it was not you, you need not do anything: no letter comes, and the address is erased.")),
        ],
    )


def new_address(token: str, *, locale: str) -> Letter:
    """The mail to the address that somebody wants her letters at from now on."""
    lead = _("You want your letters at this address from now on. Please press the button on the page.")
    return Letter(
        subject=_("Please confirm your new address"),
        preview=lead,
        blocks=[
            Paragraph(lead),
            Button(pgettext("newsletter", "To the page with the button"), links.path("address", token, locale=locale)),
            Paragraph(_how_long()),
            Paragraph(_("If it was not you, you need not do anything: nothing is changed.")),
        ],
    )


def address_changed(*, site: Any) -> Letter:
    """The notice to the address that is no longer used. The new one is not named: this mailbox may be another's now."""
    lead = _("Your letters go to another address from now on. No more come to this one.")
    centre = Centre.for_site(site)
    ways = pgettext("between ways to reach us", " / ").join(way for way in (centre.telephone, centre.email) if way)
    mistake = _("If it was not you who changed it, please tell us.")
    return Letter(
        subject=_("The address of your letters has changed"),
        preview=lead,
        blocks=[Paragraph(lead), Paragraph(f"{mistake} {ways}".strip())],
    )


def _how_long() -> str:
    days = WAITING_KEPT_FOR.days
    return ngettext("The link works for %(n)d day.", "The link works for %(n)d days.", days) % {"n": days}
