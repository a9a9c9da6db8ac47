"""Jobs of the background queue: rows, done at least once, by the worker or the tick."""

from django.utils import timezone
from django_tasks import task

from . import services


@task()
def annotate() -> None:
    """Work out what waits."""
    services.annotate_waiting()


@task()
def page_published(page_id: int) -> None:
    services.read_page(page_id, timezone.now())


@task()
def reading_changed(site_id: int, word: str) -> None:
    services.work_out_again(site_id, word)


@task()
def start_below(page_id: int, languages: list[str]) -> None:
    """Take up all live pages below a page for translation."""
    from .translation import services as translation

    translation.start_below(page_id, languages, now=timezone.now())
