"""One mail from the place where returned mail arrives: read, believed if its seal holds, noted once."""

import enum
import hashlib
from datetime import datetime

from django.db.models import F

from cms.mail.models import ReturnIntake, ReturnSource
from cms.mail.return_paths import find_in

from . import reading
from .noting import note

TROUBLE_KEPT = 100


class Taken(enum.Enum):
    """NOTED: something was changed by it. KNOWN: the same report had come before. The others changed nothing.

    NO_REPORT: a mail of another kind, such as somebody's holiday notice. NOT_OURS: no seal of this site is in it, or
    one that does not hold, or its delivery is gone.
    """

    NOTED = "noted"
    KNOWN = "known"
    NO_REPORT = "no report"
    NOT_OURS = "not ours"


def take(*, content: bytes, source: ReturnSource, envelope_to: str = "", now: datetime) -> Taken:
    """Read a mail as it came and note what it reports. Never raises for what a mail contains.

    envelope_to: the address that it was delivered to, where the way it came tells; it stands in the headers otherwise.
    """
    message = reading.parse(content)
    sent = find_in(envelope_to)
    for headers in reading.original_headers(message) if sent is None else ():
        sent = find_in(headers)
        if sent is not None:
            break
    if sent is None:
        return Taken.NOT_OURS
    report = reading.read(message)
    if report is None:
        return Taken.NO_REPORT
    report_id = str(message.get("Message-ID", "")).strip() or hashlib.sha256(content).hexdigest()
    is_new = note(sent=sent, report=report, source=source, report_id=report_id, now=now)
    if is_new is None:
        return Taken.NOT_OURS
    return Taken.NOTED if is_new else Taken.KNOWN


def tell_how_it_went(source: ReturnSource, *, noted: int = 0, left: int = 0, trouble: str = "", now: datetime) -> None:
    """Write down that a way was looked at, for the staff's page. trouble: what kept it from being read."""
    row, _is_new = ReturnIntake.objects.get_or_create(source=source)
    same = ReturnIntake.objects.filter(pk=row.pk)
    if trouble:
        same.filter(trouble_since=None).update(trouble_since=now)
        same.update(trouble=trouble[:TROUBLE_KEPT])
        return
    same.update(read_at=now, noted=F("noted") + int(noted), left=F("left") + int(left), trouble="", trouble_since=None)
