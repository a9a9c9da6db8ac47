from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class ToolboxConfig(Plugin):
    name = "plugins.toolbox"
    label = "toolbox"
    verbose_name = _("Tools to borrow")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()

    def data(self, site: Any) -> Mapping[Any, int]:
        from .models import Tool

        return {_("tools"): Tool.objects.filter(site=site).count()}
