"""Add jobs, wake a worker, do what waits."""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from cms import tracebacks

from .models import TRY_AGAIN_AFTER, Job

logger = logging.getLogger(__name__)

# Seconds for which nobody knocks again at a broker that did not answer: each request would wait for it anew.
BROKER_REST = 15.0
# A Redis that is full or only reads answers with an error of its own, which kombu hands on as it is.
BROKER_ERRORS = (KombuError, RedisError, OSError)
# So many jobs a message: a worker takes part in other work between two of them.
AT_MOST = 200
# And where no worker was woken, in the request of somebody who waits: so many, none begun after so many seconds. What
# is left is for the next request or the next `core.tick`.
IN_A_REQUEST, PATIENCE = 20, 1.0

_discarding: ContextVar[bool] = ContextVar("background_discarding", default=False)
_knock_again_at = 0.0


@contextmanager
def discarding() -> Iterator[None]:
    """What is enqueued inside is not done at all: for loaders that build both indexes when they are through."""
    token = _discarding.set(True)
    try:
        yield
    finally:
        _discarding.reset(token)


def add(*, path: str, args: Sequence[Any], kwargs: Mapping[str, Any], now: datetime) -> None:
    """Write a job in the caller's transaction and wake a worker when that is committed.

    args and kwargs must be JSON. The same job that still waits is not added twice.
    """
    if _discarding.get():
        return
    arguments = {"args": list(args), "kwargs": dict(kwargs)}
    digest = hashlib.sha256(json.dumps([path, arguments], sort_keys=True).encode()).hexdigest()
    job = Job(path=path, arguments=arguments, digest=digest, added_at=now, run_after=now)
    Job.objects.bulk_create([job], ignore_conflicts=True)
    # Rows written together need one message. A savepoint that is rolled back takes its own entry away.
    if not any(function is wake for _savepoints, function, *_rest in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Tell a worker that jobs wait; where no broker answers, do some here and now, as without Celery."""
    global _knock_again_at
    # Celery finds tasks.py by its name, and that calls this module.
    from .tasks import run_jobs

    if time.monotonic() >= _knock_again_at:
        try:
            run_jobs.apply_async(retry=False)
        except BROKER_ERRORS:
            _knock_again_at = time.monotonic() + BROKER_REST
            logger.warning("no broker: background jobs are done by who asks for them")
        else:
            return
    run_waiting(now=timezone.now(), at_most=IN_A_REQUEST, patience=PATIENCE)


def run_waiting(*, now: datetime, at_most: int = AT_MOST, patience: float | None = None) -> int:
    """Do the jobs that wait, the oldest first; return how many were begun. Any number of callers may do so at once.

    patience: seconds after which no other is begun.
    """
    begun, started = 0, time.monotonic()
    for pk in list(Job.objects.runnable(at=now).values_list("pk", flat=True)[:at_most]):
        if begun and patience is not None and time.monotonic() - started >= patience:
            break
        if _claim(pk, now):
            _do(Job.objects.get(pk=pk))
            begun += 1
    return begun


def _claim(pk: int, now: datetime) -> bool:
    return bool(Job.objects.runnable(at=now).filter(pk=pk).update(claimed_at=now, attempts=F("attempts") + 1))


def _do(job: Job) -> None:
    try:
        task = import_string(job.path)  # of a plugin, it may be gone by now
        # A savepoint where the caller has a transaction: a failure must not spoil what it writes next.
        with transaction.atomic():
            task.call(*job.arguments["args"], **job.arguments["kwargs"])
    except Exception as failure:  # somebody else's code: one job's failure must not stop the others
        _note(job, failure)
    else:
        job.delete()


def _note(job: Job, failure: Exception) -> None:
    if isinstance(failure, ObjectDoesNotExist):  # what the job is about was deleted meanwhile: nothing is left to do
        job.delete()
        return
    job.error = tracebacks.without_data(failure)
    logger.error("background job %s failed, attempt %s\n%s", job.path, job.attempts, job.error)
    job.run_after = timezone.now() + TRY_AGAIN_AFTER * job.attempts
    job.claimed_at = None
    job.save(update_fields=["error", "run_after", "claimed_at"])
