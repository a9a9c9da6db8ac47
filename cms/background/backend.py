"""The backend of django-tasks: what Wagtail would do within the request is done by the Celery worker."""

from typing import Any

from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.utils import get_random_id

from . import services


class CeleryBackend(BaseTaskBackend):
    """Writes a row and wakes a worker: the reference index, the search index and the deletion of files.

    A task that is committed is done at least once: by the worker that is woken, by the next `core.tick`, or, as far as
    a request may take, at once by the process itself where no broker answers. Results are not kept.
    """

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        now = timezone.now()
        result: TaskResult[Any] = TaskResult(
            task=task, id=get_random_id(), status=TaskResultStatus.READY, enqueued_at=now, started_at=None,
            last_attempted_at=None, finished_at=None, args=args, kwargs=kwargs, backend=self.alias, errors=[],
            worker_ids=[],
        )  # fmt: skip
        # TaskResult has turned both into JSON; a value that cannot be raises there, at the caller's line.
        services.add(path=task.module_path, args=result.args, kwargs=result.kwargs, now=now)
        return result
