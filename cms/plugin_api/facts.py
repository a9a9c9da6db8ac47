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
from typing import ClassVar
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


FACTS: Mapping[str, type[Fact]] = {
    cls.event: cls for cls in (PagePublished, PageUnpublished, PluginEnabled, PluginDisabled)
}
