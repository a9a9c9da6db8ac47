"""What has happened, for those who listen: `Listener(event="page_published", handle=…)`.

A fact is announced when its transaction has committed, to every listener that is on for the fact's site, one after
another, each in the guard: a listener that raises stops no other and undoes nothing. What must not be lost belongs in
a row that is written in the same transaction, not in a listener: a process that is killed between commit and
announcement announces nothing.

Facts carry ids and no data of persons; a listener reads the rows that it needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened on a site (by its id; None where no site is concerned), at a time."""

    event: ClassVar[str] = ""
    site_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PagePublished(Fact):
    """A page went live, or a new version of a live page did.

    Not announced: for drafts and scheduled versions before their time; when a page is moved or only its place in a
    list changes; for pages loaded by `loaddata` or written without Wagtail's own publishing.
    """

    event = "page_published"
    page_id: int
    translation_key: UUID
    language: str


@dataclass(frozen=True, kw_only=True)
class PageUnpublished(Fact):
    """A live page was taken down, by a person or because its time was over.

    Not announced: when a page is deleted, and when the plugin of its type is switched off.
    """

    event = "page_unpublished"
    page_id: int
    translation_key: UUID
    language: str


@dataclass(frozen=True, kw_only=True)
class PluginEnabled(Fact):
    """A plugin was switched on at a site.

    Not announced: at a new site, where plugins are on from the start; when a pause ends.
    """

    event = "plugin_enabled"
    slug: str


@dataclass(frozen=True, kw_only=True)
class PluginDisabled(Fact):
    """A plugin was switched off at a site; the plugin itself is off by then and does not hear it.

    Not announced: when the guard pauses something, and when a plugin's code is removed.
    """

    event = "plugin_disabled"
    slug: str


@dataclass(frozen=True, kw_only=True)
class EventFact(Fact):
    """Something about an event. `event_key`: of its pages (`translation_key`), its row (`Event.page_key`) and the rows
    that plugins keep about it (`EventExtension.event`)."""

    event_key: UUID


@dataclass(frozen=True, kw_only=True)
class EventPublished(EventFact):
    """An event came before the public: its page is live, in a first language, and its facts are announced.

    Not announced: for a page whose event is still in preparation, and for facts without a live page; when further
    languages or new versions go live; when a page that was taken down goes live again.
    """

    event = "event_published"


@dataclass(frozen=True, kw_only=True)
class EventChanged(EventFact):
    """Facts of an event were written: dates, places, who organises it, what can be booked and the like.

    For an event in preparation too, beside a more particular fact, and sometimes twice for one save.

    Not announced: when only words of its pages change; when somebody registers.
    """

    event = "event_changed"


@dataclass(frozen=True, kw_only=True)
class EventCancelled(EventFact):
    """An event was called off as a whole, with all its dates.

    Not announced: when one of its dates is called off; when its page is taken down or deleted.
    """

    event = "event_cancelled"


@dataclass(frozen=True, kw_only=True)
class SessionChanged(EventFact):
    """A date of an event was moved in time or place (`change` "moved") or called off ("cancelled").

    Not announced: when a date is added or taken away before anybody registered, which event_changed tells; for the
    dates of an event that is called off as a whole; when only its name changes.
    """

    event = "session_changed"
    session_id: int
    change: Literal["moved", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class RegistrationFact(EventFact):
    """Something about one registration, which may be for several people."""

    registration_id: int
    offering_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationReceived(RegistrationFact):
    """A registration came in, by the form, typed in by staff or at the door; with a place or without one.

    Not announced: when the same form is sent twice; when somebody who is registered changes or moves it.
    """

    event = "registration_received"


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(RegistrationFact):
    """A registration got its place: at once, from the waiting list, by the draw or by staff.

    Not announced: while it waits for a place, for the draw, for its address to be confirmed or for an offer to be
    accepted; when one that has its place is changed or moved.
    """

    event = "registration_confirmed"


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(RegistrationFact):
    """A registration was cancelled: by the person, by staff, or because its event or date was called off.

    Not announced: when an application is not accepted, an offer is declined or runs out, an address is not confirmed in
    time; when a registration for what is over is erased.
    """

    event = "registration_cancelled"


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """Somebody stopped the letters of a list by the link in one of them.

    subject: by which the lines about consents know the person; purpose: the list's ("newsletters.events"). The line
    about it is written; whoever owns the list takes the person off it.

    Not announced: to a plugin that is off, which reads the lines before it writes to anybody again; when it was
    stopped by other ways, such as a person's own page or by staff.
    """

    event = "consent_withdrawn"
    subject: UUID
    purpose: str


FACTS: Mapping[str, type[Fact]] = {
    cls.event: cls
    for cls in (
        PagePublished, PageUnpublished, EventPublished, EventChanged, EventCancelled, SessionChanged,
        RegistrationReceived, RegistrationConfirmed, RegistrationCancelled, PluginEnabled, PluginDisabled,
        ConsentWithdrawn,
    )
}  # fmt: skip
