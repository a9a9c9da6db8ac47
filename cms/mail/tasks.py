"""Celery's entry points. They carry numbers of rows at most: what is to be sent stands in the database."""

from celery import shared_task
from django.utils import timezone

from . import pump, waking
from .bulk import engine
from .bulk import waking as bulk_waking


@shared_task(name=waking.TASK, ignore_result=True)
def deliver() -> None:
    """Send what is due; when time was up before the end, wake the next."""
    if pump.pump(now=timezone.now()).more:
        waking.wake()


@shared_task(name=bulk_waking.TASK, ignore_result=True)
def drive_lane(lane_id: int) -> None:
    """Send what is due on a lane; when time was up before the end, wake the next."""
    if engine.drive(lane_ids=[lane_id], now=timezone.now()).more:
        bulk_waking.wake(lane_id)
