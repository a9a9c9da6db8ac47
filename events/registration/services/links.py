"""Mailed links, and mail that was lost."""

from __future__ import annotations

from datetime import datetime

from events.registration.models import Registration


def resolve(*, token: str, purpose: str, now: datetime) -> Registration | None:
    """Return the registration that a mailed link is for; None when the link is wrong, old or of another purpose."""
    raise NotImplementedError


def find(*, code: str, kana: str, phone_end: str) -> Registration | None:
    """Return the registration with this code, reading and last four digits of the telephone; None when one differs."""
    raise NotImplementedError


def resend_link(*, code: str, kana: str, phone_end: str, now: datetime) -> None:
    """Send the link again when all three fit. The caller answers the same whether they do or not."""
    raise NotImplementedError
