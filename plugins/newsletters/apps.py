from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.plugin_api import Contribution, Plugin


class NewslettersConfig(Plugin):
    name = "plugins.newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from cms.core import generations

        from . import receivers  # noqa: F401  # connects them
        from .models import Topic

        generations.watch(Topic, touches=generations.nothing)  # the home page remembers their names

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()

    def on_enable(self, site: Any) -> None:
        from django.utils import timezone

        from . import services
        from .models import Topic

        now = timezone.now()
        services.catch_up(topics=Topic.objects.filter(site=site).select_related("site"), now=now)
        services.keep_back_missed(site=site, now=now)

    def on_disable(self, site: Any) -> None:
        from django.utils import timezone

        from . import services

        services.take_back_unbegun(site=site, now=timezone.now())

    def stops(self, site: Any) -> Iterable[Any]:
        from django.utils import timezone

        from . import services

        return services.under_way(site=site, now=timezone.now())

    def data(self, site: Any) -> Mapping[Any, int]:
        from .models import Area, DigestRule, Subscriber, Subscription, Topic

        return {
            _("readers"): Subscriber.objects.filter(site=site).count(),
            _("subscriptions"): Subscription.objects.filter(topic__site=site).count(),
            pgettext_lazy("letters", "topics"): Topic.objects.filter(site=site).count(),
            pgettext_lazy("newsletter", "digests"): DigestRule.objects.filter(site=site).count(),
            _("areas of readers"): Area.objects.filter(site=site).count(),
        }
