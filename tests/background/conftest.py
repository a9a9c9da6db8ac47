"""The backend in use, with a broker that answers or with none."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.background import services
from cms.celery import app
from cms.stack import redis_ladder

from . import jobs


@pytest.fixture
def celery_backend(settings: Any) -> None:
    """django-tasks hands its jobs to our backend, as outside the tests."""
    jobs.DONE.clear()
    services._knock_again_at = 0.0
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}


def use(url: str, settings: Any) -> None:
    app.conf.broker_url = url
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    app.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
    app._pool = app.amqp._producer_pool = None  # both remember the address


@pytest.fixture
def broker(redis_url: str, celery_backend: None, settings: Any) -> Iterator[str]:
    """A real Redis in front of Celery."""
    before = app.conf.broker_url
    url = redis_ladder.for_celery(redis_ladder.in_database(redis_url, 0))
    use(url, settings)
    yield url
    use(before, settings)


@pytest.fixture
def no_broker(tmp_path: Path, celery_backend: None, settings: Any) -> Iterator[None]:
    """An address where nobody listens."""
    before = app.conf.broker_url
    use(f"redis+socket://{tmp_path / 'nobody.sock'}", settings)
    yield
    use(before, settings)


@pytest.fixture
def rude_broker(celery_backend: None, settings: Any) -> Iterator[list[int]]:
    """Somebody who hangs up on everybody; grows by one with each who knocks."""
    knocks: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        while True:
            try:
                caller, _address = listener.accept()
            except OSError:
                return
            knocks.append(1)
            caller.close()

    threading.Thread(target=hang_up, daemon=True).start()
    before = app.conf.broker_url
    use(f"redis://127.0.0.1:{listener.getsockname()[1]}/0", settings)
    yield knocks
    use(before, settings)
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
