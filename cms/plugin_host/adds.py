"""What a plugin adds, in words for staff."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.plugin_api import Contribution, Registry
from cms.plugin_api.contributions import KINDS

from . import guard

#: The kinds that staff should hear of, in this order. What a role may do and what a demo holds is no news to them.
WORDS: Mapping[str, Any] = {
    "page_type": _("Kinds of page"),
    "block": _("Blocks for pages"),
    "event_panel": _("Fields of events"),
    "home_section": _("Sections of the home page"),
    "menu_item": _("Menu"),
    "urls": _("Screens of its own"),
    "newsletter_section": _("Parts of the newsletter"),
    "form_box": _("Boxes to tick on forms"),
    "search_kind": _("Kinds of search result"),
    "slot": _("Additions to pages that are there"),
    "html_filter": _("Changes to finished pages"),
    "staff_panel": _("Cards in “The centre today”"),
    "report": _("Reports"),
    "site_settings": _("Settings"),
    "schedule": _("Work that is done by itself"),
    "listener": _("Reactions to what happens on the site"),
    "api_endpoint": _("Data for other programs"),
}


@dataclass(frozen=True)
class Addition:
    """One kind of thing that the plugin adds: `names` of each, where they have names for people, and how many."""

    kind: str
    label: Any
    count: int
    names: Sequence[str]


def of(slug: str) -> list[Addition]:
    """Return what a loaded plugin adds, in plain words, whether it is on or off."""
    found = []
    for kind, label in WORDS.items():
        mine = [each for each in Registry.loaded(KINDS[kind]) if each.plugin == slug]
        if mine:
            names = [name_for_people(each) for each in mine]
            shown = list(dict.fromkeys(name for name in names if name))
            found.append(Addition(kind, label, len(mine), shown or [_number(len(mine))]))
    return found


def name_for_people(contribution: Contribution) -> str:
    """Return what staff call it, or nothing where it has no name."""
    find = NAMES.get(contribution.kind, _own_label)
    return str(guard.call(contribution, find, contribution, fallback="", site=None))


def _own_label(contribution: Any) -> str:
    return str(getattr(contribution, "label", "") or getattr(contribution, "title", "") or "")


def _model(contribution: Any) -> str:
    return str(apps.get_model(contribution.model)._meta.verbose_name)


def _block(contribution: Any) -> str:
    block = contribution.factory()
    block.set_name(contribution.name)
    return str(block.label)


NAMES: Mapping[str, Callable[[Any], str]] = {
    "page_type": _model,
    "site_settings": _model,
    "block": _block,
    "event_panel": lambda panel: str(getattr(panel.panel, "heading", "") or ""),
    "api_endpoint": lambda endpoint: f"/api/v1/plugins/{endpoint.plugin}/{endpoint.name}/",
}


def _number(count: int) -> str:
    return ngettext("%(number)d in all", "%(number)d in all", count) % {"number": count}
