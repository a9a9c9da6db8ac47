from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class RegistrationConfig(Plugin):
    name = "events.registration"
    label = "event_registration"
    verbose_name = _("Registrations")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
