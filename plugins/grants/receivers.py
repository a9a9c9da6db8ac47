"""What grants do when one of them is deleted, by whatever way: whoever wanted reminders of it is taken off."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api import receiver

from .models import GrantProgramme
from .reminders import stopping


@receiver(pre_delete, sender=GrantProgramme)
def take_off(sender: Any, *, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Write it into the lines about consents; not where the whole site goes, whose lines go with it."""
    if getattr(origin, "model", type(origin)) is not Site:
        stopping.grant_is_deleted(programme=instance, now=timezone.now())
