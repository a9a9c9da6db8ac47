"""Files that programs ask for again and again: who has the same already is told so, and gets nothing (304)."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

#: The moment of writing, which says nothing of the content (RFC 5545, 3.8.7.2).
_STAMP = b"DTSTAMP"


def file_response(request: HttpRequest, content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Answer with a file to keep.

    Args:
        kind: the media type, without its charset.
        name: what the file is called when it is kept.
    """
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return unless_known(request, response)


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark an answer by what is in it; whoever asks with the same mark gets 304 without a body.

    The mark is weak (RFC 9110, 8.8.1): two calendars that differ only in when they were written are the same.
    """
    if response.status_code != 200:
        return response
    told = b"\n".join(line for line in response.content.splitlines() if not line.startswith(_STAMP))
    response["ETag"] = f'W/"{sha256(told).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[return-value]
