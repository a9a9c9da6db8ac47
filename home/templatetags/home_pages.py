"""Tags of the home app's templates."""

from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core import navigation
from cms.core.locales import Language, language_of
from cms.plugin_host import guard
from home.models import PublicationPage
from home.sections import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def home_section(context: Any, section: Section) -> str:
    """Render a contributed section with its own context on top of the page's."""

    def rendered() -> str:
        own = context.template.engine.get_template(section.contribution.template)
        with context.push(section=section, **section.context):
            return own.render(context)

    site = Site.find_for_request(context["request"])
    return guard.call(section.contribution, rendered, fallback="", site=site)


@register.filter
def foreign_to(page: Any, language: Language) -> str:
    """The `lang` of a page's words where the words around them are in another language, else nothing."""
    return "" if page.language.code == language.code else page.language.bcp47


@register.filter
def issued_label(page: PublicationPage) -> str:
    """When a publication was issued, the way the visitor says it."""
    return page.issued_label(language=language_of(get_language() or "ja"))


@register.simple_tag(takes_context=True)
def place_url(context: Any, key: str) -> str:
    """The address of a list page or of a standard page with a place ("guides", "contact", …), or nothing."""
    request = context.get("request")
    return (navigation.link_to(key)(request) or "") if request and Site.find_for_request(request) else ""
