from django.apps import AppConfig
from django.core import checks
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "kakehashi_search"
    verbose_name = pgettext_lazy("app", "Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The check reads a model, which can be imported only when the registry is ready.
        from .checks import check_index_age

        checks.register(check_index_age, checks.Tags.database)
