from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Plugin


class OrganisationsConfig(Plugin):
    name = "activities.organisations"
    label = "organisations"
    verbose_name = _("Organisations")
