from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Events")
