from collections.abc import Iterable
from datetime import timedelta

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.plugin_api import (
    ApiEndpoint,
    Block,
    Contribution,
    Demo,
    EventPanel,
    FormBox,
    HomeSection,
    HtmlFilter,
    Landmark,
    Listener,
    MailKind,
    MenuItem,
    NewsletterSection,
    PageType,
    Report,
    RolePermissions,
    Schedule,
    SearchKind,
    SiteSettings,
    SlotFill,
    StaffPanel,
    Urls,
)

EXTENSION = "breaks_rules.Extension"


def contribute() -> Iterable[Contribution]:
    yield SlotFill(slot="nowhere", render=lambda context: "")
    yield SlotFill(slot="footer", render="<p>no function</p>")  # type: ignore[arg-type]
    yield Block(name="text", factory=blocks.CharBlock, zones=("attic",))
    yield Block(name="number", factory=lambda: 7, zones=("body",))
    yield PageType(model="breaks_rules.NoPage", under=("home.NoHomePage",))
    yield PageType(model="home.HomePage", under=("core.Keyword",))
    yield MenuItem(key="Menu Item", label="x", url=lambda: "/", section="attic")  # type: ignore[arg-type,misc]
    yield Landmark(key="lost", model="breaks_rules.Plain")
    yield Schedule(key="job", run=lambda: None, when=timedelta(0))
    yield Schedule(key="job", run=lambda now, site: None, when=timedelta(hours=1))
    yield RolePermissions(role="caretaker", model="core.Keyword", actions=("add",))
    yield SiteSettings(model="core.Centre")
    yield HomeSection(key="empty", label="x", template="breaks_rules/none.html", context=lambda request, page: None)
    yield StaffPanel(key="empty", template="breaks_rules/none.html", context=lambda: None)  # type: ignore[arg-type,misc]
    yield Urls(module="home.urls")
    yield Urls(module="plugins.breaks_rules.apps", scope="cellar")  # type: ignore[arg-type]
    yield EventPanel(key="plain", model="breaks_rules.Plain", panel=MultiFieldPanel(["words"], heading="x"))
    yield EventPanel(key="none", model="breaks_rules.Nothing", panel=MultiFieldPanel(["words"], heading="x"))
    yield EventPanel(key="string", model=EXTENSION, panel="words", tab="cellar")
    yield EventPanel(key="silent", model=EXTENSION, panel=MultiFieldPanel(["words"]))
    yield EventPanel(key="lost", model=EXTENSION, panel=FieldPanel("wrods", heading="x"))
    yield NewsletterSection(key="news", title="x", items=lambda: [])  # type: ignore[arg-type,misc]
    yield FormBox(key="box", words=lambda: None, accept=lambda: None, form="visit")  # type: ignore[arg-type,misc]
    yield MailKind(name="registration.confirmed", label="x")
    yield ApiEndpoint(name="data", view=lambda: None)  # type: ignore[misc]
    yield Listener(event="teapot_boiled", handle=lambda: None)
    yield SearchKind(
        key="things", label="x", model="breaks_rules.Nothing", queryset=lambda: [], card=lambda: None, cards=lambda: []
    )  # type: ignore[arg-type,misc]
    yield Report(key="No Report", label="x", url_name="nowhere")
    yield Demo(key="demo", load=lambda: None)  # type: ignore[arg-type,misc]
    yield HtmlFilter(key="filter", wanted=lambda: True, change=lambda html: html)  # type: ignore[arg-type,misc]
    yield "no contribution"  # type: ignore[misc]
