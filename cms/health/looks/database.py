"""Does the database answer, and has it all the tables that the code expects?"""

from collections.abc import Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.health.findings import Finding, Level, Words

PART = pgettext_lazy("health", "Database")
#: The key of what is found when it does not answer: what else asks it need not try.
AWAY = "database.away"


def look(*, now: datetime) -> Iterator[Finding]:
    said: Words
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        said = _("The database does not answer. Visitors are asked to wait a moment; nothing that was saved is lost.")
        yield Finding(AWAY, Level.TROUBLE, PART, said, _("Start the database, or look whether DATABASE_URL is right."))
        return
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        said = ngettext_lazy(
            "%(number)d migration has not been applied.", "%(number)d migrations have not been applied.", missing
        ) % {"number": missing}
        yield Finding("database", Level.TROUBLE, PART, said, _("Run manage.py migrate."))
    else:
        said = _("%(kind)s answers and is up to date.") % {"kind": connection.display_name}
        yield Finding("database", Level.GOOD, PART, said)
