"""Look at every part of the site."""

from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from cms import tracebacks

from .findings import Finding, Level
from .looks import ASK_THE_DATABASE, LOOKS, database


def examine(*, now: datetime) -> list[Finding]:
    """Return what was found, the worst first. A part that cannot even be looked at is a finding of its own.

    Where the database is away, or not as the code expects it, that is said once and not by every part that asks it.
    """
    found: list[Finding] = []
    for key, look in LOOKS.items():
        if key in ASK_THE_DATABASE and any(finding.key == database.AWAY for finding in found):
            continue
        try:
            found += look(now=now)
        except DatabaseError as failure:
            if not any(finding.part == database.PART and finding.level is Level.TROUBLE for finding in found):
                found.append(_not_looked_at(key, failure))
        except Exception as failure:  # one part that is away must not hide how the others are
            found.append(_not_looked_at(key, failure))
    return sorted(found, key=lambda finding: -finding.level)


def _not_looked_at(key: str, failure: Exception) -> Finding:
    remedy = _("Look at what else is said here first; if nothing is, tell whoever runs the server.")
    said = f"{key}: {tracebacks.kind_of(failure)}"
    return Finding(key, Level.TROUBLE, _("Could not be looked at"), said, remedy)


def worst(found: list[Finding]) -> Level:
    """Return the worst level among what was found."""
    return max((finding.level for finding in found), default=Level.GOOD)
