"""A form that adds something counts once, however often its button is pressed."""

from __future__ import annotations

from datetime import datetime, timedelta

from events.registration.models import Event, SentForm

KEPT = timedelta(days=1)


def sent_before(*, event: Event, key: str) -> bool:
    """Say whether a form with this key has been done. key: issued with the form; empty: unknown, so not done."""
    return bool(key) and SentForm.objects.filter(event=event, key=key).exists()


def is_first(*, event: Event, key: str, now: datetime) -> bool:
    """Note that a form is done, and say whether that is news. The caller's transaction does what the form asks for.

    Who presses twice at the same moment waits here for the end of the first transaction, and does it herself when that
    was rolled back. A form without a key counts each time.
    """
    if not key:
        return True
    SentForm.objects.filter(sent_at__lt=now - KEPT).delete()
    return SentForm.objects.get_or_create(event=event, key=key, defaults={"sent_at": now})[1]
