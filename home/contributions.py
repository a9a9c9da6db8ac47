"""What the home app adds to the site."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, Demo, HomeSection, MenuItem, RolePermissions, Urls

from . import demo, home_sections, navigation, search_kinds


def contribute() -> Iterable[Contribution]:
    yield from _menu()
    yield from search_kinds.contribute()
    yield HomeSection(
        order=600, key="news", label=_("News"), template="home/sections/news.html", context=home_sections.news
    )
    yield HomeSection(
        order=500, key="guides", label=_("Guides"), template="home/sections/guides.html", context=home_sections.guides
    )
    yield Urls(module="home.urls", prefix="feeds/")
    for role in ("editor", "moderator", "manager"):
        actions = ("add", "change") if role == "editor" else ("add", "change", "delete")
        yield RolePermissions(role=role, model="home.GlossaryTerm", actions=actions)
    yield Demo(order=200, key="pages", load=demo.load)
    yield Demo(order=900, key="links", load=demo.link_to_others)


def _menu() -> Iterable[MenuItem]:
    main = [
        (100, "home", _("Home"), navigation.home_url),
        (600, "guides", _("Guides"), navigation.link_to("guides")),
        (700, "news", _("News"), navigation.link_to("news")),
        (800, "publications", _("Publications"), navigation.link_to("publications")),
    ]
    footer = [
        (100, "about", _("About the centre"), navigation.link_to("about")),
        (200, "contact", _("How to reach us"), navigation.link_to("contact")),
        (300, "glossary", _("Words explained"), navigation.link_to("glossary")),
        (400, "accessibility", _("Accessibility of this site"), navigation.link_to("accessibility")),
        (500, "privacy", _("Personal information"), navigation.link_to("privacy")),
    ]
    for section, items in (("main", main), ("footer", footer)):
        for order, key, label, url in items:
            yield MenuItem(order=order, key=key, label=label, url=url, section=section)  # type: ignore[arg-type]
