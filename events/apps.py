from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Events")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
