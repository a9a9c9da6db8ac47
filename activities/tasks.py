"""What a worker does for activities."""

from __future__ import annotations

from django.apps import apps
from django_tasks import task
from wagtail.search.backends import get_search_backends


@task()
def write_anew(pks: list[int]) -> None:
    """Write the entries of these activities in the search index anew; those that are gone are left out."""
    ActivityPage = apps.get_model("activities.ActivityPage")
    pages = list(ActivityPage.get_indexed_objects().filter(pk__in=pks))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(ActivityPage, pages)
