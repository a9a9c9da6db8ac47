"""What follows a switch and need not be waited for."""

from django_tasks import task
from wagtail.models import Site
from wagtail.search import index

from . import in_streams, states


@task()
def index_again(slug: str, site_id: int) -> None:
    """Write the search index anew for the pages of a site that hold blocks of a plugin: its words come or go.

    Safe to do again. The site may have been deleted meanwhile.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        return
    with states.reading_once(site=site):
        for page in in_streams.pages_with_blocks(slug, site):
            index.insert_or_update_object(page)
