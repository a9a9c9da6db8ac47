"""Amounts of money the way people say them: 50万円〜700万円, up to 2 million yen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.core.amounts import grouped
from cms.core.models.site_settings import in_language

MAN = 10_000


def say_yen(amount: int) -> str:
    """Return 200万円, 1億2,000万円 or 15,000円; in other languages 2,000,000 yen."""
    return in_language(_in_japanese(amount), _("%(number)s yen") % {"number": grouped(amount)})


def _in_japanese(amount: int) -> str:
    if amount < MAN or amount % MAN:
        return f"{amount:,}円"
    above, rest = divmod(amount // MAN, MAN)
    return (f"{above:,}億" if above else "") + (f"{rest:,}万" if rest else "") + "円"


def say_range(least: int | None, most: int | None) -> str:
    """Return what one group can get; nothing where it is not known."""
    if least and most and least != most:
        return _("%(least)s to %(most)s") % {"least": say_yen(least), "most": say_yen(most)}
    if most:
        return _("up to %(most)s") % {"most": say_yen(most)}
    return _("from %(least)s") % {"least": say_yen(least)} if least else ""
