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
        linked = map(self.get_model, ("Area", "Domain", "NetworkMember", "NetworkProfile", "NpoField"))
        kinds = (Organisation, OrganisationKeyword, OrganisationText, *linked)
        generations.watch(*kinds, touches=generations.always(PART))

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
