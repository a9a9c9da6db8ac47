"""What plugins register with Wagtail's hooks by themselves: not asked where they are off, guarded where they are on.

Wagtail asks for a hook's functions by its name. What it asks for once per process (menu items, addresses, icons,
permissions) is left as it is: the other gates close what that leads to. The rest is filtered each time it is asked for.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.db.models import QuerySet

from cms.plugin_api import Contribution
from cms.plugin_host import guard, installed, states

from . import serve_chain
from .serving import ANSWERS

Function = Callable[..., Any]
GetHooks = Callable[[str], list[Function]]
#: Hooks of the name register_… that Wagtail asks for at each request.
ASKED_EACH_TIME = {
    "register_page_listing_buttons", "register_page_listing_more_buttons", "register_page_header_buttons",
    "register_snippet_listing_buttons", "register_user_listing_buttons", "register_account_settings_panel",
}  # fmt: skip
#: Others that are asked for once.
ASKED_ONCE = {"construct_admin_api", "construct_whitelister_element_rules"}


@dataclass(frozen=True, kw_only=True)
class WagtailHook(Contribution):
    """The functions that a plugin has registered for a hook, in the place of a contribution: they can be paused."""

    kind = "wagtail_hook"
    key: str


def gated(get_hooks: GetHooks) -> GetHooks:
    """Wrap `wagtail.hooks.get_hooks`."""

    @wraps(get_hooks)
    def those_that_are_on(name: str) -> list[Function]:
        found = get_hooks(name)
        if not installed.manifests() or not is_asked_each_time(name):
            return found
        return [kept for fn in found if (kept := _kept(name, fn)) is not None]

    return those_that_are_on


def is_asked_each_time(name: str) -> bool:
    """Whether what is left out of a hook's functions now is asked for again at the next request."""
    return name in ASKED_EACH_TIME or not (name in ASKED_ONCE or name.startswith("register_"))


def _kept(name: str, fn: Function) -> Function | None:
    slug = installed.owner_of_module(installed.module_of(fn))
    if slug is None:
        return fn
    hook = WagtailHook(plugin=slug, key=name)
    return _guarded(hook, fn) if states.runs(hook, states.current_site()) else None


@cache
def _guarded(hook: WagtailHook, fn: Function) -> Function:
    """Return the function in the guard; the same one each time."""

    if hook.key == "on_serve_page":
        return serve_chain.guarded(hook, fn)

    @wraps(fn)
    def inside(*args: Any, **kwargs: Any) -> Any:
        def answer() -> Any:
            given = fn(*args, **kwargs)
            return list(given) if inspect.isgenerator(given) else given

        return guard.call(hook, answer, fallback=_nothing(hook.key, args), site=states.current_site(), passes=ANSWERS)

    return inside


def _nothing(name: str, args: tuple[Any, ...]) -> Any:
    """Return what the hook's function would give if it did nothing: what it was to change, nothing to add."""
    rows = [arg for arg in args if isinstance(arg, QuerySet)]
    if rows and name.startswith(("construct_", "filter_")):
        return rows[0]
    if name.startswith("insert_"):
        return ""
    return [] if name.endswith("_buttons") and name.startswith("register_") else None
