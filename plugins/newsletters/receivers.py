"""What letters hear from mail. What is missed is made up for by the schedule `heed_returns`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cms.mail.signals import address_suppressed
from cms.plugin_api import receiver

from . import services


@receiver(address_suppressed)
def heed(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    services.heed(site=instance.site, address_hash=instance.address_hash, why=instance.why, now=timezone.now())
