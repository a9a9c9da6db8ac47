"""What registrants are told: one message per move, in their language, as a mail or as a call for staff to make."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from cms import tracebacks
from cms.core.models.site_settings import settings_of
from cms.mail.rendering import render
from cms.mail.services import Attachment, queue, withdraw

from . import calendar_entries, links
from .choices import ContactPreference, MessageKind
from .letter_rows import LetterRows
from .messages import compose, place_of
from .models import Notice, Registration
from .news import Addressee, News
from .states import State
from .titles import title_of

__all__ = ["Addressee", "News", "tell", "withdraw_all"]

logger = logging.getLogger(__name__)

# Mails after which the entry in the calendar is wrong.
TAKES_BACK = frozenset({MessageKind.CANCELLED, MessageKind.EVENT_CANCELLED})
# Mails that carry the entry to somebody who has a place.
CARRIES_ENTRY = frozenset(
    {
        MessageKind.CONFIRMED, MessageKind.CHANGED, MessageKind.MOVED, MessageKind.RESCHEDULED, MessageKind.REMINDER,
        MessageKind.LINK,
    }
)  # fmt: skip


def tell(*, registration: Registration, kind: str, key: str, now: datetime, news: News) -> None:
    """Write one message in the caller's transaction: into the outbox, or on the list of people to call.

    key: unique for this message; telling the same again changes nothing. A letter that cannot be written is put on the
    list of people to call too: nobody's registration and nobody else's letter fails because of it.
    """
    if news.former is None and not registration.can_be_mailed:
        _leave_to_the_desk(registration, kind, key, now, news, channel=_channel(registration, news))
        return
    try:
        _write(registration, kind, key, now, news)
    except DatabaseError:  # the transaction is lost with it
        raise
    except Exception as failure:  # of templates, plugins, or one row's data: the guard of a round of letters
        logger.exception("a letter could not be written: %s", kind)
        channel = ContactPreference.PHONE if registration.phone else ContactPreference.MAIL
        _leave_to_the_desk(registration, kind, key, now, news, channel=channel, failure=tracebacks.kind_of(failure))


def _leave_to_the_desk(
    registration: Registration, kind: str, key: str, now: datetime, news: News, *, channel: str, failure: str = ""
) -> None:
    Notice.objects.get_or_create(
        key=key,
        defaults={
            "registration": registration, "kind": kind, "channel": channel, "created_at": now, "until": news.until,
            "message": news.written, "failure": failure[:200],
        },
    )  # fmt: skip


def _write(registration: Registration, kind: str, key: str, now: datetime, news: News) -> None:
    event = registration.event
    rows = news.rows or LetterRows(registration)
    news = replace(news, rows=rows)
    rendered = render(lambda: compose(registration, kind=kind, news=news), site=event.site, locale=registration.locale)
    queue(
        kind=f"registration.{kind}",
        key=key,
        site=event.site,
        to=news.former.address if news.former else registration.email,
        recipient=news.former.name if news.former else registration.name,
        locale=registration.locale,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        attachments=_entries(registration, kind, news, rows, now),
        erase_after=links.erases_at(event, registered_at=registration.received_at),
        now=now,
    )


def withdraw_all(registration: Registration, *, now: datetime) -> None:
    """Take back the mails of a registration that have not left yet."""
    for kind, key in registration.log.exclude(message_key="").values_list("tells", "message_key"):
        withdraw(kind=f"registration.{kind}", key=key, now=now)


def _channel(registration: Registration, news: News) -> str:
    """Return how staff tell somebody without mail: as she wishes, but by telephone where a letter may come too late."""
    by_post = registration.contact_pref == ContactPreference.POST
    in_haste = news.until is not None and bool(registration.phone)
    return ContactPreference.POST if by_post and not in_haste else ContactPreference.PHONE


def _entries(
    registration: Registration, kind: str, news: News, rows: LetterRows, now: datetime
) -> list[Attachment]:  # fmt: skip
    """Return the calendar entries that go along: all dates in one file, or one file for each that is taken back."""
    had_place = news.had_place or registration.state == State.CONFIRMED
    if kind in TAKES_BACK and had_place:
        taken_back, kept = news.sessions or rows.dates, []
    elif kind in CARRIES_ENTRY and registration.state == State.CONFIRMED:
        taken_back, kept = news.taken_back, rows.held
    else:
        return []
    title = title_of(registration.event, locale=registration.locale)
    organiser = settings_of(registration.event.site)[1].email or settings.DEFAULT_FROM_EMAIL

    def entry(session: calendar_entries.Session, *, cancelled: bool) -> calendar_entries.Event:
        return calendar_entries.entry(
            registration=registration, session=session, title=title.text, place=place_of(registration.event, session),
            url=title.url, organiser=organiser, now=now, cancelled=cancelled,
        )  # fmt: skip

    files = []
    if kept:
        entries = [entry(session, cancelled=False) for session in kept]
        files.append(_file("event.ics", "PUBLISH", calendar_entries.calendar(entries, method="PUBLISH")))
    for number, session in enumerate(taken_back, start=1):
        content = calendar_entries.calendar([entry(session, cancelled=True)], method="CANCEL")
        files.append(_file(f"cancelled-{number}.ics", "CANCEL", content))
    return files


def _file(name: str, method: str, content: bytes) -> Attachment:
    return Attachment(name=name, mimetype="text/calendar", content=content, method=method)
