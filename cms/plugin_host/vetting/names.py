"""Names in contributions: slots, zones, facts, roles, models, templates, modules. Each must be there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django.apps import apps
from django.core.checks import Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from cms.plugin_api import (
    Block,
    Contribution,
    EventPanel,
    HomeSection,
    Landmark,
    Listener,
    PageType,
    RolePermissions,
    SearchKind,
    SiteSettings,
    SlotFill,
    StaffPanel,
    Urls,
)
from cms.plugin_api.facts import FACTS
from cms.plugin_api.places import EVENT_TABS, ROLES, SLOTS, ZONES
from cms.plugin_host.boot import Reason

from .declared import Declared
from .failures import worded

Ask = Callable[[Declared, str, Any], Iterator[Reason]]


def faults(declared: Declared) -> Iterator[Reason]:
    """Yield every name that is not there."""
    yield from _literals(declared)
    for field, ask in ASKED.get(type(declared.contribution), {}).items():
        value = getattr(declared.contribution, field)
        for each in value if isinstance(value, tuple) else (value,):
            yield from ask(declared, field, each)


def _literals(declared: Declared) -> Iterator[Reason]:
    """A field that takes one of a few words says so in its type."""
    for name, hint in get_type_hints(type(declared.contribution)).items():
        if get_origin(hint) is Literal:
            yield from _known(declared, name, getattr(declared.contribution, name), get_args(hint))


def _known(declared: Declared, field: str, value: Any, known: Iterable[str]) -> Iterator[Reason]:
    if value not in (names := list(known)):
        yield declared.fault("unknown_name", field=field, value=str(value), known=", ".join(sorted(names)))


def _one_of(known: Iterable[str]) -> Ask:
    return lambda declared, field, value: _known(declared, field, value, known)


def _model(declared: Declared, field: str, label: str, *, own: bool = False, page: bool = False) -> Iterator[Reason]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError, AttributeError):
        yield declared.fault("unknown_model", field=field, value=str(label))
        return
    if page and not issubclass(model, apps.get_model("wagtailcore.Page")):
        yield declared.fault("not_page", field=field, value=label)
    if own and model._meta.app_label != declared.plugin.slug:
        yield declared.fault("foreign_model", field=field, value=label)


def _extension(declared: Declared, field: str, label: str) -> Iterator[Reason]:
    from cms.plugin_api.models import EventExtension  # a model: this module is imported before the apps are loaded

    faults = list(_model(declared, field, label, own=True))
    yield from faults
    if not faults and not issubclass(apps.get_model(label), EventExtension):
        yield declared.fault("not_extension", field=field, value=label)


def _panel(declared: Declared, field: str, panel: Any) -> Iterator[Reason]:
    """Make the form that the workspace of events makes."""
    from wagtail.admin.panels import Panel  # needs models too

    if not isinstance(panel, Panel):
        error = f"{type(panel).__name__} is no wagtail.admin.panels.Panel"
    elif not panel.heading:
        error = "it has no heading"
    else:
        try:
            model = apps.get_model(declared.contribution.model)  # type: ignore[attr-defined]
        except (LookupError, ValueError, AttributeError):
            return  # said of the field `model`
        try:
            panel.bind_to_model(model).get_form_class()
            return
        except Exception as raised:  # of the plugin's own panel
            error = worded(raised)
    yield declared.fault("bad_panel", error=error)


def _template(declared: Declared, field: str, name: str) -> Iterator[Reason]:
    try:
        get_template(name)
    except (TemplateDoesNotExist, TemplateSyntaxError, OSError, UnicodeDecodeError) as error:
        yield declared.fault("bad_template", value=name, error=worded(error))


def _urls(declared: Declared, field: str, module: str) -> Iterator[Reason]:
    """Build the patterns as the site does, and reverse every name that needs no argument."""
    package = declared.plugin.package
    if module != package and not module.startswith(f"{package}."):
        yield declared.fault("foreign_module", field=field, value=module)
        return
    resolver = URLResolver(RegexPattern(r"^/"), module)
    try:
        errors = [message.msg for message in resolver.check() if isinstance(message, Error)]
        for name, ways in resolver.reverse_dict.lists():
            if isinstance(name, str) and any(not params for way in ways for _, params in way[0]):
                resolver.reverse(name)
    except Exception as error:  # of the plugin's own module
        errors = [worded(error)]
    if errors:
        yield declared.fault("bad_urls", value=module, error="; ".join(str(error) for error in errors))


ASKED: Mapping[type[Contribution], Mapping[str, Ask]] = {
    SlotFill: {"slot": _one_of(SLOTS)},
    Block: {"zones": _one_of(ZONES)},
    Landmark: {"model": partial(_model, page=True)},
    Listener: {"event": _one_of(FACTS)},
    RolePermissions: {"role": _one_of(ROLES), "model": _model},
    PageType: {"model": partial(_model, own=True, page=True), "under": partial(_model, page=True)},
    EventPanel: {"model": _extension, "panel": _panel, "tab": _one_of(EVENT_TABS)},
    SiteSettings: {"model": partial(_model, own=True)},
    SearchKind: {"model": _model},
    HomeSection: {"template": _template},
    StaffPanel: {"template": _template},
    Urls: {"module": _urls},
}
