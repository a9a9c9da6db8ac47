from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Plugin


class HomeConfig(Plugin):
    name = "home"
    verbose_name = _("Home")
