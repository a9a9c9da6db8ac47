"""What the home app adds to the site."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.core.locales import language_of
from cms.core.navigation import link_to
from cms.plugin_api import (
    Contribution,
    Demo,
    HomeSection,
    Landmark,
    MenuItem,
    NewsletterSection,
    RolePermissions,
    Urls,
)

from . import demo, home_sections, letters, search_kinds


def contribute() -> Iterable[Contribution]:
    yield from _landmarks()
    yield from _menu()
    yield from search_kinds.contribute()
    yield HomeSection(
        order=600, key="news", label=_("News"), template="home/sections/news.html", context=home_sections.news
    )
    yield HomeSection(
        order=500, key="guides", label=_("Guides"), template="home/sections/guides.html", context=home_sections.guides
    )
    yield NewsletterSection(key="news", title=_("News"), items=letters.news, order=600)
    yield Urls(module="home.urls", prefix="feeds/")
    for role in ("editor", "moderator", "manager"):
        actions = ("add", "change") if role == "editor" else ("add", "change", "delete")
        yield RolePermissions(role=role, model="home.GlossaryTerm", actions=actions)
    yield Demo(order=200, key="pages", load=demo.load)
    yield Demo(order=900, key="links", load=demo.link_to_others)


LISTS = {
    "guides": "home.GuideIndexPage",
    "news": "home.NewsIndexPage",
    "publications": "home.PublicationIndexPage",
    "glossary": "home.GlossaryPage",
}
STANDARD_PLACES = ("participate", "about", "contact", "accessibility", "privacy")


def _landmarks() -> Iterable[Landmark]:
    for key, model in LISTS.items():
        yield Landmark(key=key, model=model)
    for place in STANDARD_PLACES:
        yield Landmark(key=place, model="home.StandardPage", where={"place": place})


def _home_url(request: HttpRequest) -> str:
    """The first page, in the visitor's language."""
    return f"/{language_of(get_language() or settings.LANGUAGE_CODE).code}/"


def _menu() -> Iterable[MenuItem]:
    main = [
        (100, "home", _("Home"), _home_url),
        (600, "guides", _("Guides"), link_to("guides")),
        (700, "news", _("News"), link_to("news")),
        (800, "publications", _("Publications"), link_to("publications")),
    ]
    footer = [
        (100, "about", _("About the centre"), link_to("about")),
        (200, "contact", _("How to reach us"), link_to("contact")),
        (300, "glossary", _("Words explained"), link_to("glossary")),
        (400, "accessibility", _("Accessibility of this site"), link_to("accessibility")),
        (500, "privacy", _("Personal information"), link_to("privacy")),
    ]
    for section, items in (("main", main), ("footer", footer)):
        for order, key, label, url in items:
            yield MenuItem(order=order, key=key, label=label, url=url, section=section)  # type: ignore[arg-type]
