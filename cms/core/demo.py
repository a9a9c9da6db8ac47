"""Load the demo centre: every app's and plugin's own demo, once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.background.services import discarding
from cms.plugin_api import Demo, DemoContext, Registry
from cms.plugin_host import guard
from cms.search.pausing import indexing_paused


def load(*, today: date, say: Callable[[str], None]) -> int:
    """Run all `Demo` contributions in one transaction; return how many ran. Loaders leave what exists alone."""
    demos = Registry.loaded(Demo)
    with at_once():
        for demo in demos:
            site = Site.objects.select_related("root_page").get(is_default_site=True)
            say(f"{demo.plugin}: {demo.key}")
            context = DemoContext(site=site, home=site.root_page.specific, today=today, say=say)
            if not guard.call(demo, _load, demo, context, fallback=False, site=site, may_be_slow=True):
                say(f"{demo.plugin}: {demo.key} failed, see the plugins' incidents")
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    return len(demos)


@contextmanager
def at_once() -> Iterator[None]:
    """Load what stands inside in one transaction, and without indexes.

    Every save would index the page twice over; both indexes are built once, when all is there.
    """
    with transaction.atomic(), indexing_paused(), disable_reference_index_auto_update(), discarding():
        yield


def _load(demo: Demo, context: DemoContext) -> bool:
    demo.load(context)
    return True
