"""Wake a worker once mails are committed. Losing a wake-up costs half a minute: the sweeper finds the rows."""

import logging
import time

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import ConnectionError as BrokerConnectionError
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

QUEUE = "mail"
TASK = "mail.deliver"
# A wake-up that nobody has read for so long is of no use: the sweeper was there before.
WAKE_UP_IS_WORTH = 60.0  # seconds
# After a failure nobody waits for the broker again so soon: a frozen one costs its socket timeout each time.
LEAVE_ALONE_FOR = 30.0  # seconds
BROKER_ERRORS = (KombuError, BrokerConnectionError, RedisError, OSError)

_leave_alone_until = 0.0


def wake_after_commit() -> None:
    """Wake a worker once the present transaction commits; once, however many mails it holds."""
    # A hook that is still there holds: it is dropped with its savepoint, and so are we inside the same one.
    if not any(hook is _wake_once for _savepoints, hook, *_rest in connection.run_on_commit):
        transaction.on_commit(_wake_once)


def _wake_once() -> None:
    wake()


def wake() -> bool:
    """Tell a worker that there are mails to send; say whether the broker took it. Never raises, never waits long."""
    return send(TASK)


def send(task: str, *numbers: int) -> bool:
    """Send a task that carries numbers alone; say whether the broker took it. Never raises, never waits long."""
    global _leave_alone_until
    if time.monotonic() < _leave_alone_until:
        return False
    try:
        current_app.send_task(
            task, args=numbers, queue=QUEUE, ignore_result=True, expires=WAKE_UP_IS_WORTH, retry=False
        )
    except BROKER_ERRORS as error:
        _leave_alone_until = time.monotonic() + LEAVE_ALONE_FOR
        logger.warning("mail: no worker was woken (%s); the sweeper will send what waits", type(error).__name__)
        return False
    return True
