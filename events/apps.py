from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        super().ready()
        from cms.core import generations

        from . import handlers
        from .models import EventKeyword, EventPage
        from .registration import spans
        from .registration.models import Event, EventLanguage, EventOrganiser, Session, Venue

        # Lists remember which events they show and how many each choice leaves.
        generations.watch(Event, touches=spans.of_event)
        generations.watch(EventLanguage, EventOrganiser, Session, touches=spans.of_row)
        generations.watch(EventKeyword, touches=handlers.of_keyword)
        generations.watch(EventPage, touches=handlers.of_page)
        generations.watch(Venue)

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
