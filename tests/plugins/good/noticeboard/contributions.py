"""What the noticeboard adds to a site."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Site

from cms.plugin_api import Block, Contribution, HomeSection, MenuItem, PageType, Schedule, SlotFill, Urls

from .models import Notice


def contribute() -> Iterable[Contribution]:
    yield PageType(model="noticeboard.NoticePage", under=("home.HomePage",))
    yield Block(name="notice", factory=notice_block, zones=("body",))
    yield MenuItem(key="board", label=_("Noticeboard"), url=board_url, order=850)
    yield Urls(module="plugins.noticeboard.urls", prefix="noticeboard/")
    yield Schedule(key="take_down", run=take_down, when=timedelta(hours=6))
    yield SlotFill(slot="home.top", render=latest)
    yield HomeSection(
        key="board", label=_("On the noticeboard"), template="noticeboard/home_section.html", context=section
    )


def notice_block() -> blocks.Block:
    return blocks.CharBlock(icon="pin", label=_("notice"), template="noticeboard/block.html")


def board_url(request: HttpRequest) -> str:
    return f"/{request.LANGUAGE_CODE}/noticeboard/"


def take_down(*, now: datetime) -> None:
    Notice.objects.filter(until__lt=timezone.localdate(now)).delete()


def latest(context: Mapping[str, Any]) -> str:
    notice = Notice.objects.filter(site=Site.find_for_request(context["request"])).last()
    return render_to_string("noticeboard/latest.html", {"notice": notice}) if notice else ""


def section(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    notices = list(Notice.objects.filter(site=Site.find_for_request(request))[:5])
    return {"notices": notices} if notices else None
