"""Celery's entry point. It carries no data: what is to be sent stands in the database."""

from celery import shared_task
from django.utils import timezone

from . import pump, waking


@shared_task(name=waking.TASK, ignore_result=True)
def deliver() -> None:
    """Send what is due; when time was up before the end, wake the next."""
    if pump.pump(now=timezone.now()).more:
        waking.wake()
