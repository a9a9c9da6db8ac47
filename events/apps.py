from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        super().ready()
        from cms.core import generations

        from . import handlers  # noqa: F401 - connects them
        from .models import EventKeyword
        from .registration.models import Event, EventLanguage, EventOrganiser, Session, Venue

        # Lists remember which events they show and how many each choice leaves.
        generations.watch(Event, EventKeyword, EventLanguage, EventOrganiser, Session, Venue)

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
