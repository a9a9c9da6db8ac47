from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class OrganisationsConfig(Plugin):
    name = "activities.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from cms.core import generations

        from .models import Organisation, OrganisationKeyword, OrganisationText

        generations.watch(Organisation, OrganisationKeyword, OrganisationText)
        # Directories remember how many organisations each choice leaves, and its name.
        generations.watch(*map(self.get_model, ("Area", "Domain", "NetworkMember", "NetworkProfile", "NpoField")))

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
