"""The visitor's wish for furigana: a cookie, and the link that sets it."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from cms.core.locales import language_of

COOKIE: Final = "furigana"
ON, OFF = "on", "off"
A_YEAR: Final = 365 * 24 * 60 * 60
#: Languages whose pages have furigana without being asked.
ON_BY_DEFAULT: Final = frozenset({"ja-simple"})


def is_japanese(request: HttpRequest) -> bool:
    return language_of(getattr(request, "LANGUAGE_CODE", "")).bcp47.split("-")[0] == "ja"


def is_on(request: HttpRequest) -> bool:
    wish = request.COOKIES.get(COOKIE)
    if wish in (ON, OFF):
        return wish == ON
    return getattr(request, "LANGUAGE_CODE", "") in ON_BY_DEFAULT


def remember(response: HttpResponse, wish: str, *, secure: bool) -> None:
    """No person is in it, so it needs no consent: it keeps what the visitor chose herself."""
    response.set_cookie(COOKIE, wish, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
