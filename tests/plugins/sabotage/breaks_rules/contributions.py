from collections.abc import Iterable
from datetime import timedelta

from wagtail import blocks

from cms.plugin_api import (
    Block,
    Contribution,
    HomeSection,
    MenuItem,
    PageType,
    RolePermissions,
    Schedule,
    SiteSettings,
    SlotFill,
    Urls,
)


def contribute() -> Iterable[Contribution]:
    yield SlotFill(slot="nowhere", render=lambda context: "")
    yield Block(name="text", factory=blocks.CharBlock, zones=("attic",))
    yield Block(name="number", factory=lambda: 7, zones=("body",))
    yield PageType(model="breaks_rules.NoPage", under=("home.NoHomePage",))
    yield PageType(model="home.HomePage", under=("core.Keyword",))
    yield MenuItem(key="Menu Item", label="x", url=lambda: "/", section="attic")  # type: ignore[arg-type,misc]
    yield Schedule(key="job", run=lambda: None, when=timedelta(0))
    yield Schedule(key="job", run=lambda now, site: None, when=timedelta(hours=1))
    yield RolePermissions(role="caretaker", model="core.Keyword", actions=("add",))
    yield SiteSettings(model="core.Centre")
    yield HomeSection(key="empty", label="x", template="breaks_rules/none.html", context=lambda request, page: None)
    yield Urls(module="home.urls")
    yield "no contribution"  # type: ignore[misc]
