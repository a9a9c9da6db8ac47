import logging
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from cms.plugin_api import Contribution, Plugin, Registry

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

    def ready(self) -> None:
        from . import checks, facts, states

        checks.register_all()
        Registry.switch = staticmethod(states.running)
        Registry.forgives = staticmethod(forgives)
        page_published.connect(facts.page_was_published, dispatch_uid="plugin_host.page_published")
        page_unpublished.connect(facts.page_was_unpublished, dispatch_uid="plugin_host.page_unpublished")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
