from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class ActivitiesConfig(Plugin):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from . import found_anew

        found_anew.connect()

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
