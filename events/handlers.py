"""What events do when something happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.search.tasks import insert_or_update_object_task

from events.models import EventPage
from events.registration.signals import facts_changed


@receiver(facts_changed)
def index_anew(sender: Any, *, page_keys: Collection[UUID], **kwargs: Any) -> None:
    """Let the search know the new facts: a page is indexed with them, and saving them saves no page."""
    for pk in EventPage.objects.filter(translation_key__in=page_keys).order_by("pk").values_list("pk", flat=True):
        insert_or_update_object_task.enqueue("events", "eventpage", str(pk))
