"""What a grant is called in mails and on the pages of reminders, and what people agree to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.locales import language_of
from cms.core.models import Appearance
from cms.core.templatetags.kakehashi import in_visitors_language
from cms.mail.base_url import absolute
from cms.mail.services.opt_in import KEPT_FOR
from home.listing import for_language, on_site
from plugins.grants.models import GrantPage

#: The address goes so many days after the last deadline that was asked for.
KEPT_AFTER = 30
#: Who wants every call is asked anew after so many years: her address is erased.
YEARS = 3


@dataclass(frozen=True)
class Named:
    """A grant as people know it. url: a path in the reader's language; lang: of the title, where it is another."""

    title: str
    url: str
    lang: str = ""


def named(programmes: Iterable[Any], *, site: Any, code: str) -> Mapping[UUID, Named]:
    """Return what grants are called by the key of their pages; those without a public page are left out. One query.

    Called with the language `code` active.
    """
    keys = [programme.page_key for programme in programmes]
    pages = for_language(on_site(GrantPage, site=site), code=code).filter(translation_key__in=keys)
    return {page.translation_key: _named(page, code) for page in pages}


def _named(page: Any, code: str) -> Named:
    written_in = language_of(page.locale.language_code)
    parts = page.get_url_parts()
    url = in_visitors_language(parts[2]) if parts else ""
    return Named(page.title, url, "" if written_in.code == code else written_in.bcp47)


def list_name(title: str) -> str:
    """Return what one stops: 締切のお知らせ:はじめの一歩助成."""
    return _("Reminders of the deadline: %(grant)s") % {"grant": title}


def url_of(found: Named, *, site: Any) -> str:
    return absolute(found.url, site=site)


def promises(*, site: Any) -> list[str]:
    """Return what the centre promises about an address, in the active language."""
    centre = Appearance.for_site(site).display_name
    return [
        _("%(centre)s uses the address only to remind you of these deadlines.") % {"centre": centre},
        _("Nobody else gets it. Every mail has a link by which you stop at once."),
        ngettext(
            "%(n)d day after the deadline, the address is erased by itself.",
            "%(n)d days after the deadline, the address is erased by itself.",
            KEPT_AFTER,
        )
        % {"n": KEPT_AFTER},
        ngettext(
            "If you want reminders of later calls too, we keep it for %(n)d year at most.",
            "If you want reminders of later calls too, we keep it for %(n)d years at most.",
            YEARS,
        )
        % {"n": YEARS},
        ngettext(
            "If you do not confirm within %(n)d day, it is erased as well.",
            "If you do not confirm within %(n)d days, it is erased as well.",
            KEPT_FOR.days,
        )
        % {"n": KEPT_FOR.days},
    ]


def agreed(*, site: Any) -> str:
    """Return the whole text of a consent, in the active language."""
    return "\n".join([_("I want to be reminded by mail of the deadline of this grant."), *promises(site=site)])
