"""What a visitor is told while the database is away: status 503, and nothing that was typed is lost.

A database that restarts, or is busy for longer than anybody waits, is no mistake of the program and passes by. The page
that says so carries the form that was sent, so that one press sends it again; with the same ticket, so that a form
whose answer alone was lost registers nobody twice.
"""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request
from django.views.defaults import server_error

from .disk_full import answer_full, is_of_staff
from .locales import language_of

TRY_AGAIN_AFTER = 10  # seconds; a restart of PostgreSQL takes two or three
# SQLite has one class of errors for a database that is away and for a query that is wrong. https://sqlite.org/rescode.html
SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
# A full disk: a file that SQLite needs beside its own, a picture, a journal.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# A page may be shown again by anybody who sits down at the screen: what must not stand in it.
SECRET = ("password", "passwd", "token_otp")


def is_full(error: BaseException | None) -> bool:
    """Whether the error says that there is no room on the disk."""
    if isinstance(error, OSError):
        return error.errno in FULL
    cause = error.__cause__ if error is not None else None
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL


def is_away(error: BaseException | None) -> bool:
    """Whether the error says that the database cannot be reached, does not come to answer now, or finds no room."""
    if is_full(error):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        # What was tried after the line had broken fails in other ways; the first error says why.
        return isinstance(error, DatabaseError) and error.__context__ is not None and is_away(error.__context__)
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_AWAY
    return True


def answer_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: the `handler500` of the site, called while the error is handled."""
    error = sys.exc_info()[1]
    if not is_away(error):
        return server_error(request)
    sent = _sent(request)
    if is_full(error) and not sent and is_of_staff(request):
        return answer_full(request)
    language = language_of(get_language_from_request(request, check_path=True))
    with translation.override(language.code):
        context = {
            "sent": sent, "posted": request.method == "POST", "again": request.get_full_path(),
            "counts_once": any(name == "ticket" for name, _value in sent),
        }  # fmt: skip
        response = HttpResponse(render_to_string("database_away.html", context), status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


class AskToWaitInTheDemoToo:
    """Give the same answer with DEBUG: Django shows a page of its own then, and never calls `handler500`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        got_request_exception.connect(_answer_while_it_is_handled, dispatch_uid="core.database_away")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return getattr(request, "database_away", response)


def _answer_while_it_is_handled(request: Any = None, **_signal: Any) -> None:
    if request is not None and is_away(sys.exc_info()[1]):
        request.database_away = answer_error(request)


def _sent(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """Return the fields of the form that was sent; none when it had files or secrets, which a page cannot carry."""
    if request.method != "POST":
        return ()
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        carries = not request.FILES and not any(word in name.lower() for name, _value in fields for word in SECRET)
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest):
        return ()
    return fields if carries else ()
