"""Reminders before a date."""

from __future__ import annotations

from datetime import datetime


def send_due_reminders(*, now: datetime) -> int:
    """Remind everybody whose date is near, once per date; return how many messages were written."""
    raise NotImplementedError
