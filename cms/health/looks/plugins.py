"""Are all plugins that are there fit to run?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.health.findings import Finding, Level
from cms.plugin_host import installed
from cms.plugin_host.boot.verdicts import Status

PART = pgettext_lazy("health", "Plugins")


def look(*, now: datetime) -> Iterator[Finding]:
    left_out = [verdict for verdict in installed.verdicts() if verdict.status not in {Status.LOADED, Status.OFF}]
    for verdict in left_out:
        said = _("The plugin %(name)s is left out; the site runs without it.") % {"name": verdict.slug}
        remedy = _("Run manage.py plugins show %(name)s: it says why.") % {"name": verdict.slug}
        yield Finding(f"plugin.{verdict.slug}", Level.WARNING, PART, said, remedy)
    if not left_out:
        yield Finding("plugins", Level.GOOD, PART, _("All plugins run."))
