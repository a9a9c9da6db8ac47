from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Plugin


class MailConfig(Plugin):
    name = "cms.mail"
    label = "mail"
    verbose_name = _("Mail")
