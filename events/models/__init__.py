"""The pages that tell about events in words; the facts are rows of `events.registration`."""

from .event_page import EventKeyword, EventPage
from .index_page import EventIndexPage

__all__ = ["EventIndexPage", "EventKeyword", "EventPage"]
