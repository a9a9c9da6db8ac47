"""One module for each part that is looked at."""

from collections.abc import Callable, Iterable

from cms.health.findings import Finding

from . import backups, database, disk, mail, plugins, queue, schedules, search, words

#: In the order in which trouble spreads: without a database nothing else can be right.
LOOKS: dict[str, Callable[..., Iterable[Finding]]] = {
    "database": database.look,
    "queue": queue.look,
    "schedules": schedules.look,
    "mail": mail.look,
    "disk": disk.look,
    "backups": backups.look,
    "search": search.look,
    "plugins": plugins.look,
    "words": words.look,
}

__all__ = ["LOOKS"]
