from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Plugin


class MultilingualConfig(Plugin):
    name = "plugins.multilingual"
    label = "multilingual"
    verbose_name = _("Languages and furigana")

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()

    def data(self, site: Any) -> Mapping[Any, int]:
        from .models import AnnotatedText, Reading

        return {
            _("readings of words"): Reading.objects.filter(site=site).count(),
            _("texts with furigana"): AnnotatedText.objects.filter(site=site).count(),
        }
