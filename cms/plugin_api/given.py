"""What the functions of contributions are given, and what they give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# Lazy strings of gettext are not str; both are text for a person.
Text = Any


@dataclass(frozen=True, kw_only=True)
class LetterContext:
    """For whom a section is filled: readers of a site in a language who chose a topic and an area, each "" for all.

    since, until: aware times; what became known after the one and up to the other is new. topic: its short name, which
    stays; topic_name: what staff call it, in the language of the site.
    """

    site: Any
    language: str
    since: datetime
    until: datetime
    topic: str = ""
    topic_name: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterItem:
    """One entry of a section. `url` begins with "/" or "https://"; `text` is plain.

    key, version: a reader gets an item once for each version; a key is unique in its section.
    """

    key: str
    title: str
    url: str
    text: str = ""
    meta: Sequence[Text] = ()
    lang: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class BoxWords:
    """The words beside a box on a form. label: what ticking it means; help: a sentence below, such as how to stop."""

    label: Text
    help: Text = ""


@dataclass(frozen=True, kw_only=True)
class BoxTicked:
    """A box was ticked. email: of the person, never empty. language: in which she read the words. page: the form's
    path. words: what stood beside the box. at: when it was sent."""

    site: Any
    email: str
    name: str
    language: str
    page: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DemoContext:
    """What a demo loader works with: the site, its home page, the day that relative dates count from, a voice."""

    site: Any
    home: Any
    today: date
    say: Callable[[str], None]
