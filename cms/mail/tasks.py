"""Celery's entry points. They carry numbers of rows at most: what is to be sent stands in the database."""

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from . import pump, waking
from .bulk import engine
from .bulk import waking as bulk_waking

BEGIN = "mail.pick_up"


@shared_task(name=waking.TASK, ignore_result=True)
def deliver() -> None:
    """Send what is due; when time was up before the end, wake the next."""
    if pump.pump(now=timezone.now()).more:
        waking.wake()


@worker_ready.connect
def begin(**_signal: object) -> None:
    """Have what was left behind looked after at once by the worker that begins: it may be what was killed."""
    waking.send(BEGIN)


@shared_task(name=BEGIN, ignore_result=True)
def pick_up() -> None:
    """Settle what killed processes left, and wake workers for what waits: their messages may be lost as well."""
    engine.pick_up(now=timezone.now())
    bulk_waking.wake_all()


@shared_task(name=bulk_waking.TASK, ignore_result=True)
def drive_lane(lane_id: int) -> None:
    """Send what is due on a lane; when time was up before the end, wake the next."""
    if engine.drive(lane_ids=[lane_id], now=timezone.now()).more:
        bulk_waking.wake(lane_id)
