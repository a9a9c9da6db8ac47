"""What follows a switch and need not be waited for."""

from django_tasks import task
from wagtail.models import Site
from wagtail.search import index

from . import in_streams, states


@task()
def index_again(slug: str, site_id: int) -> None:
    """Write the search index anew for what holds blocks of a plugin on a site: its words come or go.

    Safe to do again. The site may have been deleted meanwhile.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        return
    with states.reading_once(site=site):
        for thing in in_streams.holders(slug, site):
            index.insert_or_update_object(thing)
