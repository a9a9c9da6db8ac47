"""Are the catalogues of words compiled?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.checks import compiled_catalogues
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Languages")


def look(*, now: datetime) -> Iterator[Finding]:
    if compiled_catalogues():
        said = _("Some words are not compiled: English stands where another language should.")
        yield Finding("words", Level.TROUBLE, PART, said, _("Run manage.py compile_catalogues and restart."))
    else:
        yield Finding("words", Level.GOOD, PART, _("The words of all languages are there."))
