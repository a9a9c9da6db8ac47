import logging
from collections.abc import Iterable
from typing import Any

from celery.signals import task_postrun
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.signals import page_published, page_unpublished

from cms.plugin_api import Contribution, Plugin, Registry
from cms.plugin_api.receiving import Hearing

logger = logging.getLogger(__name__)


def forgives(app: Plugin, error: Exception) -> bool:
    """Leave out a plugin whose `contribute()` raises in this process; for an app of core the error is raised."""
    from . import installed

    if not installed.is_plugin(app.slug):
        return False
    logger.error("plugin %s contributes nothing: contribute() failed", app.slug, exc_info=error)
    return True


class PluginHostConfig(Plugin):
    name = "cms.plugin_host"
    label = "plugin_host"
    verbose_name = _("Plugins")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        from .gates import signals

        # Now: the apps of plugins come after this one, and may connect as soon as they are imported.
        signals.close()

    def ready(self) -> None:
        from . import checks, facts, hearing, states, unsure
        from .gates.hooks import gated

        checks.register_all()
        Registry.switch = staticmethod(states.running)
        Registry.says_on = staticmethod(states.says_on)
        Registry.forgives = staticmethod(forgives)
        Hearing.call = staticmethod(hearing.call)
        # Wagtail has no door for this; everybody asks the module for the function anew.
        hooks.get_hooks = gated(hooks.get_hooks)
        task_postrun.connect(unsure.write_lost, dispatch_uid="plugin_host.write_lost")
        page_published.connect(facts.page_was_published, dispatch_uid="plugin_host.page_published")
        page_unpublished.connect(facts.page_was_unpublished, dispatch_uid="plugin_host.page_unpublished")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
