"""When was the last backup?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.backups.models import Backup
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Backup")
OLD = timedelta(days=2)


def look(*, now: datetime) -> Iterator[Finding]:
    last = Backup.objects.order_by("-made_at").first()
    remedy = _("Run manage.py backup every night, and keep the files on another machine.")
    if last is None:
        yield Finding("backup", Level.WARNING, PART, _("There is no backup yet. What the disk loses is lost."), remedy)
        return
    said = _("The last backup is of %(time)s.") % {"time": f"{localtime(last.made_at):%Y-%m-%d %H:%M}"}
    is_old = last.made_at < now - OLD
    yield Finding("backup", Level.WARNING if is_old else Level.GOOD, PART, said, remedy if is_old else "")
