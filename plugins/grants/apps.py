from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.plugin_api import Contribution, Plugin


class GrantsConfig(Plugin):
    name = "plugins.grants"
    label = "grants"
    verbose_name = _("Grant deadlines")

    def ready(self) -> None:
        from cms.core import generations

        from .models import Funder, GrantCall, GrantProgramme, GrantSettings

        generations.watch(GrantSettings)  # lists remember how they show calls
        generations.watch(Funder, GrantProgramme, GrantCall)  # the home page remembers the next deadlines

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()

    def data(self, site: Any) -> Mapping[Any, int]:
        from .models import Award, Funder, GrantCall, GrantProgramme

        return {
            pgettext_lazy("grants", "funders"): Funder.objects.filter(site=site).count(),
            pgettext_lazy("grants", "grants"): GrantProgramme.objects.filter(site=site).count(),
            pgettext_lazy("grants", "calls"): GrantCall.objects.filter(site=site).count(),
            pgettext_lazy("grants", "awarded grants"): Award.objects.filter(site=site).count(),
        }
