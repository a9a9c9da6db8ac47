"""Look at every part of the site."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms import tracebacks

from .findings import Finding, Level
from .looks import LOOKS


def examine(*, now: datetime) -> list[Finding]:
    """Return what was found, the worst first. A part that cannot even be looked at is a finding of its own."""
    found: list[Finding] = []
    for key, look in LOOKS.items():
        try:
            found += look(now=now)
        except Exception as failure:  # one part that is away must not hide how the others are
            found.append(
                Finding(
                    key,
                    Level.TROUBLE,
                    _("Could not be looked at"),
                    f"{key}: {tracebacks.kind_of(failure)}",
                    _("Look at what else is said here first; if nothing is, tell whoever runs the server."),
                )
            )
    return sorted(found, key=lambda finding: -finding.level)


def worst(found: list[Finding]) -> Level:
    """Return the worst level among what was found."""
    return max((finding.level for finding in found), default=Level.GOOD)
