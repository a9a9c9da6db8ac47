from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginHostConfig(AppConfig):
    name = "cms.plugin_host"
    label = "plugin_host"
    verbose_name = _("Plugins")

    def ready(self) -> None:
        from . import checks

        checks.register_all()
