"""Say when the search index was made by an older analyser than the one that reads it."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.utils.translation import gettext as _
from modelsearch.conf import get_app_config

from .analysis import ANALYSER_VERSION
from .models import IndexState

#: The database backends share one index, whatever name they have in the settings.
DATABASE_INDEX = "database"


class IndexAge(Enum):
    CURRENT = "current"
    EMPTY = "empty"
    UNRECORDED = "unrecorded"
    OLDER = "older"
    NEWER = "newer"


def index_age(*, using: str = "default") -> IndexAge:
    """How the index of this database stands to the analyser of this code. Two queries at most."""
    state = IndexState.objects.using(using).filter(backend=DATABASE_INDEX).first()
    if state is None:
        entries = get_app_config().get_model("IndexEntry").objects.using(using)
        return IndexAge.UNRECORDED if entries.exists() else IndexAge.EMPTY
    if state.analyser_version == ANALYSER_VERSION:
        return IndexAge.CURRENT
    return IndexAge.OLDER if state.analyser_version < ANALYSER_VERSION else IndexAge.NEWER


def check_index_age(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A warning per database whose index does not match the analyser; nothing before the first migration."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        tables = connections[alias].introspection.table_names()
        if IndexState._meta.db_table not in tables or "wagtailsearch_indexentry" not in tables:
            continue
        if index_age(using=alias) not in (IndexAge.CURRENT, IndexAge.EMPTY):
            messages.append(
                Warning(
                    _("The search index was not made by the present analyser, so searches miss pages."),
                    hint=_("Run manage.py update_index."),
                    id="kakehashi_search.W001",
                )
            )
    return messages
