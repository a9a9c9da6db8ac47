from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class HomeConfig(Plugin):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from cms.core import generations

        generations.watch(self.get_model("GlossaryTerm"), touches=generations.nothing)

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
