from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

from cms.plugin_api import Contribution, Plugin


class HealthConfig(Plugin):
    name = "cms.health"
    label = "kakehashi_health"
    verbose_name = pgettext_lazy("app", "Health of the site")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
