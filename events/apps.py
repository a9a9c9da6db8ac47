from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        super().ready()
        from . import handlers  # noqa: F401 - connects them

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
