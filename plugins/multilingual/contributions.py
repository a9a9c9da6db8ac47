"""What languages and furigana add to a site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Site

from cms.plugin_api import (
    Contribution,
    Demo,
    EventPanel,
    HtmlFilter,
    Listener,
    MenuItem,
    RolePermissions,
    Schedule,
    SlotFill,
    Urls,
)
from cms.plugin_api.facts import PagePublished

from . import demo, demo_pages, demo_words, services, switch
from .event_languages import public as languages_shown
from .event_languages import staff as languages_for_staff
from .posters import sharing
from .ruby import aozora
from .translation import contributions as translation

READINGS = "wagtailsnippets_multilingual_reading:list"
STAFF = ("editor", "moderator", "desk", "newsletter", "manager")


def contribute() -> Iterable[Contribution]:
    for role in STAFF:
        yield RolePermissions(role=role, model="multilingual.Reading", actions=("add", "change", "delete", "view"))
        yield RolePermissions(role=role, model="multilingual.PlainWord", actions=("add", "change", "delete", "view"))
    yield Urls(module="plugins.multilingual.urls")
    yield Urls(module="plugins.multilingual.urls_admin", scope="admin")
    yield SlotFill(slot="header_tools", render=button, order=400)
    yield SlotFill(slot="event.aside", render=languages_shown.beside_event, order=400)
    yield SlotFill(slot="event.head", render=sharing.in_head, order=400)
    yield SlotFill(slot="events.list", render=languages_shown.above_list, order=400)
    yield SlotFill(slot="home.top", render=languages_shown.on_home, order=400)
    yield EventPanel(
        key="languages", model="multilingual.EventLanguageHelp", order=400, more=languages_for_staff.in_workspace,
        panel=MultiFieldPanel(["ask_until", "telephone_languages"], heading=_("Languages and interpreters")),
    )  # fmt: skip
    yield MenuItem(
        key="readings", label=_("Readings of words"), url=readings, section="admin", icon="comment", order=450
    )  # fmt: skip
    yield HtmlFilter(key="furigana", wanted=switch.is_japanese, change=furigana)
    yield Listener(event="page_published", handle=published)
    yield Schedule(key="annotate", run=annotate, when=timedelta(minutes=10))
    yield Schedule(key="forget", run=services.erase_unseen, when=timedelta(days=1))
    yield Demo(key="readings", load=demo.load, order=900)
    yield Demo(key="words", load=demo_words.load, order=940)
    yield Demo(key="families", load=demo_pages.load, order=950)
    yield from translation.contribute()


def readings(request: HttpRequest) -> str | None:
    """Who may change readings at a site of hers finds them; no permission of Django's says that."""
    from .admin import ReadingViewSet

    allowed = ReadingViewSet().permission_policy.user_has_any_permission(request.user, ["add", "change"])
    return reverse(READINGS) if allowed else None


def button(context: Mapping[str, Any]) -> str:
    """No query: it stands on every page.

    Not on a page that answers a form: whoever followed a link there would lose what she typed.
    """
    request = context.get("request")
    if request is None or request.method == "POST" or not switch.is_japanese(request):
        return ""
    is_on = switch.is_on(request)
    back = request.path.lstrip("/")
    if "\n" in back:  # what somebody made up: no address of ours has one, and Django makes none
        return ""
    address = reverse("plugins:multilingual:furigana", args=[switch.OFF if is_on else switch.ON, back])
    query = request.GET.urlencode()
    url = f"{address}?{query}" if query else address
    return render_to_string("multilingual/button.html", {"url": url, "is_on": is_on})


def furigana(request: HttpRequest, response: HttpResponse, page: str) -> str:
    """One query where the visitor reads with furigana, none where she does not."""
    patch_vary_headers(response, ("Cookie",))  # or the browser shows the page of before the switch
    page, readings = aozora.taken_out_of_html(page)
    if not switch.is_on(request):
        return page
    with_ruby = services.with_furigana(
        page, site=Site.find_for_request(request), may_ask=_may_be_noted(request, response), now=timezone.now(),
        readings=readings,
    )  # fmt: skip
    style = f'<link rel="stylesheet" href="{static("multilingual/furigana.css")}"></head>'
    return with_ruby.replace("</head>", style, 1).replace("<html ", '<html class="with-furigana" ', 1)


def _may_be_noted(request: HttpRequest, response: HttpResponse) -> Callable[[str], bool]:
    """Which texts of a page may be noted by somebody who is not logged in.

    All of a page that is for everybody: its address is made up by nobody, and it is not about a person. Of forms, of
    what answers them and of a search, the screen's own words alone.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return lambda _text: False
    kept_by_nobody = {"no-store", "private"} & set(response.headers.get("Cache-Control", "").replace(",", " ").split())
    if response.status_code == 200 and request.method == "GET" and not (request.GET or kept_by_nobody):
        return lambda _text: True
    return services.is_of_the_screen


def published(fact: PagePublished) -> None:
    """One listener for both: readings are worked out later, what a translation was made from is noted at once."""
    read_aloud(fact)
    translation.note_published(fact)


def read_aloud(fact: PagePublished) -> None:
    from .jobs import page_published

    if fact.language == "ja":
        page_published.enqueue(fact.page_id)


def annotate(*, now: Any) -> None:
    services.annotate_waiting()
