"""Celery's entry points. They carry no data: what is to be done stands in the database."""

from celery import shared_task
from django.utils import timezone

from . import schedules


@shared_task(name="core.tick", ignore_result=True, expires=60)
def tick() -> list[str]:
    """Run the schedules that are due."""
    return schedules.run_due(now=timezone.now())
