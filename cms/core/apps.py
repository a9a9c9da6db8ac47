from collections.abc import Iterable

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.signals import copy_for_translation_done

from cms.plugin_api import Contribution, Plugin

#: Names and words that every page shows; no list of facts depends on them.
SHOWN = ("Appearance", "Centre", "FactText")
WATCHED = ("Keyword", "SiteLanguages")


class CoreConfig(Plugin):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from wagtail.models import Locale, Page, PageViewRestriction, Site

        from cms import planner_statistics
        from cms.plugin_host import states
        from cms.plugin_host.models import PluginState

        from . import checks, fact_texts, generations, home_translations, memory, page_entries, private_families, roles

        checks.register_all()
        generations.connect()
        generations.watch(PageViewRestriction, Site, Locale, PluginState, *map(self.get_model, WATCHED))
        generations.watch(Page, touches=generations.by_page)
        generations.watch(get_image_model(), *map(self.get_model, SHOWN), touches=generations.nothing)
        fact_texts.connect()
        private_families.connect()
        page_entries.connect()
        states.remember = memory.SHELL.get
        post_migrate.connect(roles.grant_after_migrate, dispatch_uid="core.roles")
        post_migrate.connect(planner_statistics.refresh_after_migrate, dispatch_uid="core.planner_statistics")
        copy_for_translation_done.connect(
            home_translations.after_copy_for_translation, dispatch_uid="core.home_translations"
        )

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
