"""What a message tells beyond the registration as it is now. Data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation

from cms.core.locales import language_of
from cms.core.models.site_settings import in_language

from .letter_rows import LetterRows
from .models import GroupMessage, Session


@dataclass(frozen=True)
class Addressee:
    """Somebody who is written to at another address than that of the registration."""

    address: str
    name: str


@dataclass(frozen=True)
class Why:
    """Why dates are moved or called off, as staff wrote it. further: by the code of a language."""

    japanese: str = ""
    english: str = ""
    further: Mapping[str, str] = field(default_factory=dict)

    def said_to(self, locale: str) -> str:
        """Return it for somebody who registered in this language; what stands in says in which language it is."""
        code = language_of(locale).code
        with translation.override(code):
            return self.further.get(code) or in_language(self.japanese, self.english)


NO_WORDS = Why()


@dataclass(frozen=True, kw_only=True)
class News:
    """What has happened.

    reason: words of staff, in the registrant's language. had_place: before it was cancelled. sessions: the dates it is
    about. before: start and end of a date before it moved. taken_back: dates whose calendar entries must go. until:
    when it is too late to be told. former: who got the mails until now. written: what staff wrote to several at once.
    rows: what goes with the registration, from who has read or written it just now.
    """

    reason: str = ""
    had_place: bool = False
    by_staff: bool = False
    sessions: Sequence[Session] = ()
    before: tuple[datetime, datetime] | None = None
    taken_back: Sequence[Session] = ()
    until: datetime | None = None
    former: Addressee | None = None
    written: GroupMessage | None = None
    rows: LetterRows | None = None
