from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Plugin


class ActivitiesConfig(Plugin):
    name = "activities"
    verbose_name = _("Activities")
