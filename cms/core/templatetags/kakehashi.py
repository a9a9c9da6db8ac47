"""Tags that any public template may use: `{% load kakehashi %}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as ListPage
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.core import spoken_dates
from cms.core.colons import colon, gap
from cms.core.locales import LOCALES, Language, language_of
from cms.core.phrases import whole_dates, whole_numbers, with_breaks
from cms.core.qr_code import QrCode, qr_code
from cms.core.untranslated import in_words, untranslated, with_marks
from cms.plugin_api import Registry, SlotFill
from cms.plugin_host import guard, states
from cms.plugin_host.gates.pages import hidden

register = template.Library()


@register.simple_tag(takes_context=True)
def local_url(context: Any, page: Page) -> str:
    """The page's address in the visitor's language, also when its words exist in another language only."""
    return in_visitors_language(page.get_url(request_of(context)) or "")


@register.simple_tag(takes_context=True)
def local_part(context: Any, page: Any, name: str, *args: object) -> str:
    """The address of a part of a routable page, by the name of its path, in the visitor's language."""
    return str(local_url(context, page)).rstrip("/") + "/" + str(page.reverse_subpage(name, args=args))


def request_of(context: Any) -> Any:
    """The request, also inside `{% include … only %}`, where only the context itself still knows it."""
    return context.get("request") or getattr(context, "request", None)


def visitors_language() -> Language:
    return language_of(get_language() or settings.LANGUAGE_CODE)


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

    request = request_of(context)
    # On a page without a request, such as an error in the middle of one, nobody can say what is on.
    site = Site.find_for_request(request) if request else None
    given = context.flatten()
    fills = [
        guard.call(fill, _filling, fill, given, fallback="", site=site)
        for fill in Registry.of(SlotFill, site)
        if fill.slot == name
    ]
    return mark_safe("".join(fills))  # each fill is a template's own safe output


def _filling(fill: SlotFill, given: dict[str, Any]) -> str:
    return str(guard.must_be(fill.render(given), str))


# Ways -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crumb:
    """One step on the way here. `lang` is set when its words are not in the visitor's language."""

    label: str
    url: str
    lang: str = ""


@register.simple_tag(takes_context=True)
def breadcrumb_trail(
    context: Any, page: Any = None, crumbs: Iterable[tuple[str, str] | Crumb] | None = None
) -> list[Crumb]:
    """The steps from the home page to the one above `page`, or to the end of `crumbs`. At most one query."""
    home = Crumb(_("Home"), f"/{visitors_language().code}/")
    if crumbs or isinstance(crumbs, list):
        return [home, *(step if isinstance(step, Crumb) else Crumb(str(step[0]), step[1]) for step in crumbs)]
    if not isinstance(page, Page) or page.depth is None or page.depth <= 2:
        return []
    if page.depth == 3:
        return [home]
    request = request_of(context)
    above = getattr(page, "found_above", None)
    if above is None:
        above = page.get_ancestors().select_related("locale")
    return [home, *(crumb_of(ancestor, request) for ancestor in above if ancestor.depth > 2 and shown(ancestor))]


@register.filter
def shown(page: Page | None) -> bool:
    """Whether a link to the page leads somewhere: it is published, and the plugin of its type is on here."""
    return page is not None and page.live and hidden(page, states.current_site()) is None


def crumb_of(page: Page, request: Any) -> Crumb:
    """The step that a page is on the way to what stands below it."""
    language = language_of(page.locale.language_code)
    lang = "" if language == visitors_language() else language.bcp47
    return Crumb(page.title, in_visitors_language(page.get_url(request) or ""), lang)


@register.simple_tag(takes_context=True)
def link_to(context: Any, thing: Any) -> str:
    """The address of a page, or of anything that has a `url`."""
    return local_url(context, thing) if isinstance(thing, Page) else thing.url


@register.filter
def page_numbers(page_obj: ListPage) -> Iterable[int | str]:
    """The numbers to show below a list, with an ellipsis for those left out."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)


# Words ------------------------------------------------------------------------------------------------------

register.filter("untranslated", untranslated)
register.filter("with_marks", with_marks)
register.filter("in_words", in_words)
register.filter("whole_dates", whole_dates)
register.filter("whole_numbers", whole_numbers)


@register.filter
def phrases(text: Any) -> Any:
    """Let lines break between phrases of Japanese only, where the browser cannot find them by itself."""
    return with_breaks(text)


@register.filter
def tel(number: str) -> str:
    """The number as a `tel:` link wants it: digits, and a leading plus."""
    return re.sub(r"(?!^\+)[^0-9]", "", number or "")


@register.filter
def webcal(origin: str) -> str:
    """The origin of this site in the scheme by which calendars subscribe."""
    return f"webcal://{origin.partition('://')[2]}"


register.simple_tag(colon)
register.simple_tag(gap)


@register.simple_tag
def qr(text: str) -> QrCode:
    """The QR code of an address, as `size` and `path` of a drawing."""
    return qr_code(text)


# Days and times ---------------------------------------------------------------------------------------------


@register.simple_tag
def date_parts(moment: date) -> spoken_dates.DateParts:
    """A day taken apart for the date block."""
    return spoken_dates.date_parts(moment, language=visitors_language(), at=timezone.now())


@register.filter
def spoken_day(moment: date | None) -> str:
    """12月6日(土)"""
    return spoken_dates.say_day(moment, language=visitors_language()) if moment else ""


@register.filter
def spoken_date(moment: date | None) -> str:
    """2025年12月6日"""
    return spoken_dates.say_day(moment, language=visitors_language(), year=True, weekday=False) if moment else ""


@register.simple_tag
def spoken_span(start: datetime, end: datetime | None = None, year: bool = False) -> str:
    """12月6日(土)14:00〜15:30"""
    return spoken_dates.say_span(start, end, language=visitors_language(), year=year)
