"""Jobs of the background queue: rows, done at least once, by the worker or the tick.

What a job raises takes back all that it wrote. So none raises because of one text or page of many.
"""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from . import services
from .services.annotating import NotRead


@task()
def annotate() -> None:
    """Work out what waits. What cannot be read goes on waiting, and the schedule says so each time that it runs."""
    with suppress(NotRead):
        services.annotate_waiting()


@task()
def page_published(page_id: int) -> None:
    with suppress(NotRead):  # of this page or of any other
        services.read_page(page_id, timezone.now())


@task()
def reading_changed(site_id: int, word: str) -> None:
    with suppress(NotRead):
        services.work_out_again(site_id, word)


@task()
def start_below(page_id: int, languages: list[str]) -> None:
    """Take up all live pages below a page for translation, each in a job, and so in a transaction, of its own.

    One transaction for all would keep everybody else on SQLite from writing, for minutes, and end with the time that a
    job may take before hundreds of pages were through.
    """
    from .translation import services as translation

    for page in translation.pages_below(page_id):
        start_page.enqueue(page, languages)


@task()
def start_page(page_id: int, languages: list[str]) -> None:
    from .translation import services as translation

    translation.start_page(page_id, languages, now=timezone.now())
