"""Celery's entry point. It carries no data: what is to be done stands in the database."""

from celery import shared_task
from django.utils import timezone

from . import services


@shared_task(name="background.run_jobs", ignore_result=True, expires=300)
def run_jobs() -> int:
    """Do the jobs that wait; call for another worker while there are more."""
    begun = services.run_waiting(now=timezone.now())
    if begun == services.AT_MOST:
        services.wake()
    return begun
