"""What the toolbox adds to a site: one of each kind that has a host."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Site

from cms.core.navigation import link_to
from cms.plugin_api import (
    ApiEndpoint,
    Block,
    BoxTicked,
    BoxWords,
    Contribution,
    Demo,
    DemoContext,
    EventPanel,
    FormBox,
    HomeSection,
    HtmlFilter,
    Landmark,
    LetterContext,
    LetterItem,
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
from cms.plugin_api.contributions import ResultCard

from .models import Happened, Tool, ToolPage


def contribute() -> Iterable[Contribution]:
    yield PageType(model="toolbox.ToolPage", under=("home.HomePage",))
    yield Landmark(key="tool", model="toolbox.ToolPage")
    yield MenuItem(key="first", label="いちばんの備品", url=link_to("tool"), section="footer")
    yield Block(name="tool", factory=tool_block, zones=("body",))
    yield Block(name="facts", factory=facts_block, zones=("body",))
    yield MenuItem(key="tools", label=_("Tools to borrow"), url=address, order=860)
    yield MenuItem(
        key="admin", label=_("Tools to borrow"), url=lambda request: reverse("plugins_admin:toolbox:all"),
        section="admin", icon="clipboard-list",
    )  # fmt: skip
    yield Urls(module="plugins.toolbox.urls", prefix="tools/")
    yield Urls(module="plugins.toolbox.admin_urls", scope="admin")
    yield Schedule(key="count", run=count, when=timedelta(hours=1))
    yield ApiEndpoint(name="tools", view=tools_as_json)
    yield SlotFill(slot="home.top", render=latest)
    yield HtmlFilter(key="tools", wanted=lambda request: True, change=finished)
    yield HomeSection(key="tools", label=_("Tools to borrow"), template="toolbox/home.html", context=section)
    yield SiteSettings(model="toolbox.LendingRules")
    yield Listener(event="page_published", handle=heard)
    yield StaffPanel(key="tools", template="toolbox/panel.html", context=panel)
    yield SearchKind(key="tools", label=_("Tools to borrow"), model="toolbox.Tool", queryset=tools_of, card=card)
    yield Report(key="tools", label=_("Report of tools"), url_name="plugins_admin:toolbox:all")
    yield RolePermissions(role="manager", model="toolbox.LendingRules", actions=("add", "change"))
    yield EventPanel(
        key="tools", model="toolbox.EventTools",
        panel=MultiFieldPanel(["microphones", "projector", "remark"], heading=_("Tools for the event")),
        more=lambda request, event: "",
    )  # fmt: skip
    yield NewsletterSection(key="tools", title=_("Tools to borrow"), items=letter_items)
    yield FormBox(key="tools", words=box, accept=heard_box)
    yield MailKind(name="toolbox.overdue", label=_("Report of tools"))
    yield Demo(key="tools", load=load)


def tool_block() -> blocks.Block:
    return blocks.CharBlock(icon="pick", label=_("tool"), template="toolbox/block.html")


def facts_block() -> blocks.Block:
    return blocks.StructBlock(
        [("weight", blocks.FloatBlock(required=False)), ("notes", blocks.ListBlock(blocks.CharBlock()))],
        icon="list-ul",
        label=_("facts of a tool"),
    )


def address(request: HttpRequest) -> str:
    return reverse("plugins:toolbox:list")


def count(*, now: datetime, site: Site) -> None:
    Happened.objects.create(site=site, what="counted")


def heard(fact: Any) -> None:
    Happened.objects.create(site_id=fact.site_id, what="heard")


def box(request: HttpRequest) -> BoxWords:
    return BoxWords(label=_("Tools to borrow"))


def heard_box(ticked: BoxTicked) -> None:
    Happened.objects.create(site=ticked.site, what="ticked")


def tools_of(site: Site) -> Any:
    return Tool.objects.filter(site=site)


def card(tool: Tool) -> ResultCard:
    return ResultCard(title=tool.name, url=reverse("plugins:toolbox:list"))


def tools_as_json(request: HttpRequest) -> JsonResponse:
    tools = tools_of(Site.find_for_request(request))
    return JsonResponse({"tools": [tool.name for tool in tools]})


def latest(context: Mapping[str, Any]) -> str:
    tool = tools_of(Site.find_for_request(context["request"])).last()
    return render_to_string("toolbox/latest.html", {"tool": tool}) if tool else ""


def finished(request: HttpRequest, response: HttpResponse, html: str) -> str:
    return html.replace("</main>", "<!-- tool-filtered --></main>", 1)


def section(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    tools = list(tools_of(Site.find_for_request(request))[:5])
    return {"tools": tools} if tools else None


def panel(request: HttpRequest) -> Mapping[str, Any]:
    return {"number": tools_of(Site.find_for_request(request)).count()}


def letter_items(context: LetterContext) -> Iterable[LetterItem]:
    for tool in tools_of(context.site):
        yield LetterItem(key=str(tool.pk), title=tool.name, url=reverse("plugins:toolbox:list"))


def load(context: DemoContext) -> None:
    for name in ("プロジェクター", "ワイヤレスマイク", "折りたたみ机"):
        Tool.objects.get_or_create(site=context.site, name=name)
    if not ToolPage.objects.exists():
        body = [("toolbox__tool", "プロジェクター")]
        context.home.add_child(instance=ToolPage(title="プロジェクター", slug="projector", body=body))
