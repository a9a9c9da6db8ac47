"""Whose pages are there: those of core, and those of plugins that are on where the page stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext
from wagtail.locks import BaseLock
from wagtail.models import Page, get_page_models

from cms.plugin_api import PageType, Registry
from cms.plugin_host import installed, states


@dataclass(frozen=True)
class Hidden:
    """Why a page is not shown. `absent`: the code of its plugin is not in this process."""

    slug: str
    absent: bool

    @property
    def name(self) -> str:
        return installed.name_of(self.slug)


def hidden(page: Page, site: Any) -> Hidden | None:
    """Return why this page is not shown at the site, or None if nothing speaks against it. Costs nothing for core's."""
    label = type(page)._meta.app_label
    if type(page) is Page and page.depth and page.depth > 1:
        kind = page.cached_content_type
        if kind.model_class() is None:
            return Hidden(installed.owner(kind.app_label) or kind.app_label, absent=True)
        label = kind.app_label
    slug = installed.owner(label)
    return None if slug is None or states.is_on(slug, site) else Hidden(slug, absent=False)


def hidden_where_it_stands(page: Page) -> Hidden | None:
    """Return why this page is not shown at its own site."""
    if type(page) is not Page and installed.owner(type(page)._meta.app_label) is None:
        return None
    return hidden(page, page.get_site())


def without_hidden(rows: Any, site: Any) -> Any:
    """Leave out pages of plugins that are off at the site or absent. `rows`: a queryset of pages."""
    shown = [model for model in get_page_models() if states.is_on(installed.owner(model._meta.app_label) or "", site)]
    kinds = ContentType.objects.get_for_models(*shown)
    return rows.filter(content_type__in=[kind.pk for kind in kinds.values()])


def may_stand_under(model: type[Page], parent: Page) -> bool:
    """Whether a contributed page type names the parent's type among those it stands under. True for core's own."""
    declared = [each for each in Registry.loaded(PageType) if each.model.lower() == model._meta.label_lower]
    if not declared or not installed.is_plugin(declared[0].plugin):
        return True
    under = {label.lower() for each in declared for label in each.under}
    return parent.specific_class is not None and parent.specific_class._meta.label_lower in under


def is_offered(model: type[Page], parent: Page) -> bool:
    """Whether staff may add a page of this type below `parent`: its plugin is on there."""
    slug = installed.owner(model._meta.app_label)
    return slug is None or states.is_on(slug, parent.get_site())


class PluginOffLock(BaseLock):
    """Makes a page read-only for everybody while its plugin is off."""

    def __init__(self, page: Page, why: Hidden) -> None:
        super().__init__(page)
        self.why = why

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return read_only_message(self.why)

    def get_icon(self, user: Any) -> str:
        return "lock"

    def get_locked_by(self, user: Any) -> str:
        return gettext("Plugin is off")

    def get_description(self, user: Any) -> str:
        return read_only_message(self.why)


def lock_of(page: Page) -> BaseLock | None:
    """Return the lock of a page whose plugin is off where it stands."""
    why = hidden_where_it_stands(page)
    return PluginOffLock(page, why) if why else None


def read_only_message(why: Hidden) -> str:
    text = gettext(
        "This page belongs to the plugin “%(name)s”, which is off on this site. It can be read but not changed, "
        "and visitors do not see it. Everything is kept."
    )
    return text % {"name": why.name}


def absent_below(pages: Iterable[Page]) -> list[str]:
    """Return the names of the plugins whose code is not there and that have pages among these or below them.

    One query for each page; names in the active language, sorted.
    """
    known = [kind.pk for kind in ContentType.objects.get_for_models(Page, *get_page_models()).values()]
    labels: set[str] = set()
    for page in pages:
        rows = page.get_descendants(inclusive=True).exclude(content_type__in=known)
        labels.update(rows.order_by().values_list("content_type__app_label", flat=True).distinct())
    return sorted(installed.name_of(label) for label in labels)


def off_below(pages: Iterable[Page]) -> list[str]:
    """Return the names of the plugins that are off where these pages stand and have pages among or below them."""
    found: set[str] = set()
    for page in pages:
        labels = {label for slug in states.off(page.get_site()) for label in installed.labels(slug)}
        if not labels:
            continue
        rows = page.get_descendants(inclusive=True).filter(content_type__app_label__in=labels)
        used = rows.order_by().values_list("content_type__app_label", flat=True).distinct()
        found.update(installed.name_of(installed.owner(label) or label) for label in used)
    return sorted(found)
