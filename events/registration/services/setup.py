"""Making an event bookable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events.registration.models import Event, FormVersion


def set_up(*, page_key: UUID, site: Any, kind: str, **facts: Any) -> Event:
    """Return the event of a page family, made with `facts` when there is none yet."""
    raise NotImplementedError


def set_up_like(*, original: Event, page_key: UUID) -> Event:
    """Make an event for another page family with the same rules, dates, offerings, capacities, desks and questions.

    No registration comes along; registration windows and the notice start empty.
    """
    raise NotImplementedError


def publish_form(*, event: Event, questions: Sequence[Mapping[str, Any]], by: Any, now: datetime) -> FormVersion:
    """Publish the next version of an event's questions.

    Raises: QuestionsNotComplete.
    """
    raise NotImplementedError
