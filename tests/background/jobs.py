"""Tasks that tests enqueue."""

from django_tasks import task

DONE: list[str] = []


@task()
def note(word: str) -> None:
    DONE.append(word)


@task()
def fail(word: str) -> None:
    raise ValueError(word)
