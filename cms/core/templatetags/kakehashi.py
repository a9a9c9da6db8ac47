"""Tags that any public template may use: `{% load kakehashi %}`."""

from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.locales import LOCALES
from cms.plugin_api import Registry, SlotFill

register = template.Library()


@register.simple_tag(takes_context=True)
def local_url(context: Any, page: Page) -> str:
    """The page's address in the visitor's language, also when its words exist in another language only."""
    return in_visitors_language(page.get_url(context.get("request")) or "")


def in_visitors_language(url: str) -> str:
    """Replace the language prefix of one of our own addresses by the active language's."""
    active = get_language() or ""
    for code in LOCALES:
        if code != active and active in LOCALES and url.startswith(f"/{code}/"):
            return f"/{active}/{url[len(code) + 2 :]}"
    return url


@register.simple_tag(takes_context=True)
def slot(context: Any, name: str) -> str:
    """Render what apps and plugins put into the named place, in order."""
    from django.utils.safestring import mark_safe

    request = context.get("request")
    site = getattr(request, "_wagtail_site", None)
    fills = [fill.render(context.flatten()) for fill in Registry.of(SlotFill, site) if fill.slot == name]
    return mark_safe("".join(fills))  # each fill is a template's own safe output
