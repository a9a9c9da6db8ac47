from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.plugin_api import Contribution, Plugin


class GrantsConfig(Plugin):
    name = "plugins.grants"
    label = "grants"
    verbose_name = _("Grant deadlines")

    def ready(self) -> None:
        from cms.core import generations

        from . import receivers  # noqa: F401  # connects them
        from .models import EventGrant, Funder, GrantCall, GrantProgramme, GrantSettings

        # Lists remember how they show calls, the home page the next deadlines, pages which grants have events.
        kinds = (GrantSettings, Funder, GrantProgramme, GrantCall, EventGrant)
        generations.watch(*kinds, touches=generations.nothing)

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()

    def on_enable(self, site: Any) -> None:
        from .reminders import stopping

        stopping.catch_up(site=site)

    def on_disable(self, site: Any) -> None:
        from django.utils import timezone

        from .reminders import sending

        sending.call_off_all(now=timezone.now(), site=site)

    def data(self, site: Any) -> Mapping[Any, int]:
        from .models import Award, Funder, GrantCall, GrantFollower, GrantProgramme, Reminder

        return {
            pgettext_lazy("grants", "funders"): Funder.objects.filter(site=site).count(),
            pgettext_lazy("grants", "grants"): GrantProgramme.objects.filter(site=site).count(),
            pgettext_lazy("grants", "calls"): GrantCall.objects.filter(site=site).count(),
            pgettext_lazy("grants", "awarded grants"): Award.objects.filter(site=site).count(),
            pgettext_lazy("grants", "people who are reminded"): GrantFollower.objects.filter(site=site).count(),
            pgettext_lazy("grants", "reminders"): Reminder.objects.filter(site=site).count(),
        }
