from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class MailConfig(Plugin):
    name = "cms.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from . import webhooks

        webhooks.listen()

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
