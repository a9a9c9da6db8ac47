"""One module for each part that is looked at."""

from collections.abc import Callable, Iterable

from cms.health.findings import Finding

from . import backups, clock, database, disk, mail, plugins, queue, redis, schedules, search, static_files, words

#: In the order in which trouble spreads: without a database nothing else can be right.
LOOKS: dict[str, Callable[..., Iterable[Finding]]] = {
    "database": database.look,
    "redis": redis.look,
    "queue": queue.look,
    "clock": clock.look,
    "schedules": schedules.look,
    "mail": mail.look,
    "disk": disk.look,
    "static_files": static_files.look,
    "backups": backups.look,
    "search": search.look,
    "plugins": plugins.look,
    "words": words.look,
}
#: What only the database can tell.
ASK_THE_DATABASE = frozenset({"queue", "clock", "schedules", "backups", "search"})

__all__ = ["ASK_THE_DATABASE", "LOOKS"]
