from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class NoticeboardConfig(Plugin):
    name = "plugins.noticeboard"
    label = "noticeboard"
    verbose_name = _("Noticeboard")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
