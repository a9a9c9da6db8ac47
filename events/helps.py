"""Help that is offered on the day of an event: by what it is chosen, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.registration.choices import LanguageUse, Provision

INTERPRETER = "interpreter"
LABELS = {
    "childcare": _("Childcare"), "sign_language": _("Sign language"), "captioning": _("Captions"),
    "wheelchair": _("Wheelchair places"), INTERPRETER: _("Interpreters"),
}  # fmt: skip


def offered(event: Any, languages: Iterable[Any]) -> list[str]:
    """Return the names of the help at an event, in the order of `LABELS`. `languages`: its rows."""
    interpreted = any(row.use == LanguageUse.INTERPRETED for row in languages)
    return [name for name in LABELS if (interpreted if name == INTERPRETER else getattr(event, name) != Provision.NONE)]
