"""The sections of letters that apps and plugins contribute: filled for one letter, without those that fail.

Whoever makes letters calls `fill`; nothing here knows how they are written or sent.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext as _

from cms.plugin_api import LetterContext, LetterItem, NewsletterSection, Registry
from cms.plugin_host import guard, installed
from cms.plugin_host.time_limit import TooSlow

#: A section that takes longer than this many seconds is ended and left out of the letter.
LONGEST = 5.0
#: Of one section, so many items are taken.
MOST_ITEMS = 50


@dataclass(frozen=True)
class Filled:
    """A section with something in it, its title in the letter's language."""

    plugin: str
    key: str
    title: str
    items: Sequence[LetterItem]


@dataclass(frozen=True)
class LeftOut:
    """A section that was dropped, and a sentence about it for whoever sends the letter."""

    plugin: str
    key: str
    warning: str


@dataclass(frozen=True)
class Sections:
    """What a letter consists of beside what staff write into it."""

    filled: Sequence[Filled]
    left_out: Sequence[LeftOut]


class BadItem(TypeError):
    """A section gave something that is no LetterItem, or one whose address leads nowhere."""


def offered(site: Any) -> tuple[NewsletterSection, ...]:
    """Return the sections that are on for the site and not paused, in their order."""
    return Registry.of(NewsletterSection, site)


def fill(context: LetterContext, *, only: Collection[tuple[str, str]] | None = None) -> Sections:
    """Fill the sections of a letter, in their order; those with nothing new are not among them.

    only: (plugin, key) of the sections that staff chose; None: all that are on. Warnings are in the active language.
    """
    # In a worker's first letter the addresses of the whole site are loaded, which is not the first section's fault.
    get_resolver().url_patterns  # noqa: B018  # a cached property
    filled, left_out = [], []
    for section in offered(context.site):
        if only is not None and (section.plugin, section.key) not in only:
            continue
        started = time.monotonic()
        try:
            found = guard.call(section, _filled, section, context, fallback=None, site=context.site, longest=LONGEST)
        except TooSlow:  # one of core, whose errors the guard lets through: a machine that is busy is no error
            found = None
        if found is None:
            slow = time.monotonic() - started > LONGEST
            left_out.append(LeftOut(section.plugin, section.key, _warning(section, slow=slow)))
        elif found.items:
            filled.append(found)
    return Sections(filled, left_out)


def _filled(section: NewsletterSection, context: LetterContext) -> Filled:
    """Raise TooSlow or BadItem, or whatever the section raises."""
    end = time.monotonic() + LONGEST
    items: list[LetterItem] = []
    with translation.override(context.language):
        for item in section.items(context):
            if time.monotonic() > end:
                break
            items.append(_sound(item))
            if len(items) == MOST_ITEMS:
                break
        if time.monotonic() > end:  # in a thread, what waits in C cannot be ended before it comes back
            raise TooSlow
        return Filled(section.plugin, section.key, str(section.title), items)


def _sound(item: Any) -> LetterItem:
    if not isinstance(item, LetterItem):
        raise BadItem(type(item).__name__)
    if not item.url.startswith(("/", "https://")) or item.url.startswith("//"):
        raise BadItem("url")
    return item


def _warning(section: NewsletterSection, *, slow: bool) -> str:
    if slow:
        text = _("“%(title)s” (%(plugin)s) is left out of the letter: it took too long.")
    else:
        text = _("“%(title)s” (%(plugin)s) is left out of the letter: it does not work at the moment.")
    return text % {"title": section.title, "plugin": installed.name_of(section.plugin)}
