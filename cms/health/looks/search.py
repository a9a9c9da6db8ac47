"""Does the search know what is on the site?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.health.findings import Finding, Level
from cms.search.checks import IndexAge, index_age

PART = pgettext_lazy("health", "Search")


def look(*, now: datetime) -> Iterator[Finding]:
    if index_age() in {IndexAge.CURRENT, IndexAge.EMPTY}:
        yield Finding("search", Level.GOOD, PART, _("The search is up to date."))
    else:
        said = _("The search index was made by another release, so searches miss pages.")
        yield Finding("search", Level.WARNING, PART, said, _("Run manage.py update_index."))
