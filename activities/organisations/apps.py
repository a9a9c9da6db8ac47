from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class OrganisationsConfig(Plugin):
    name = "activities.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from cms.core import generations

        from .filters import PART
        from .models import Organisation, OrganisationKeyword, OrganisationText

        # Directories remember which organisations they show, how many of them each choice leaves, and its name.
        touches = generations.always(PART)
        generations.watch(Organisation, OrganisationKeyword, OrganisationText, touches=touches)
        linked = ("Area", "Domain", "NetworkMember", "NetworkProfile", "NpoField")
        generations.watch(*map(self.get_model, linked), touches=touches)

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
