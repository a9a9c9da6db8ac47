"""What other programs read of the list of grants: its deadlines as a calendar, its calls as RSS. One question, both."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.answered_once import file_response
from cms.core.feeds import SiteFeed
from cms.core.models import Appearance
from cms.core.navigation import places
from cms.core.templatetags.kakehashi import in_visitors_language
from home.listing import on_site

from . import calendars, cards, listing, spoken
from .cards import Words
from .models import GrantCall, GrantIndexPage

MOST = 500
IN_FEED = 40


def list_of(request: HttpRequest) -> GrantIndexPage | None:
    """Return the list that is asked: the one that the question names (Http404 if it is not there), else the first."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    wanted = request.GET.get("list", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        first = places(request).get("grants")
        return first.specific if first else None
    index = on_site(GrantIndexPage, site=site).filter(pk=wanted).first()
    if index is None:
        raise Http404
    return index  # type: ignore[no-any-return]


def coming(index: GrantIndexPage | None, request: HttpRequest, *, now: datetime) -> Any:
    """The calls of the grants that the list shows for this question, that are not over."""
    if index is None:
        return GrantCall.objects.none()
    grants = listing.found_by(index=index, request=request, now=now)
    ahead = Q(closes_at__gt=now) | Q(closes_at=None)
    return GrantCall.objects.filter(ahead, programme__in=grants).select_related("programme__funder")


def title_of(index: GrantIndexPage | None, request: HttpRequest) -> str:
    name = Appearance.for_request(request).display_name
    return f"{index.title if index else pgettext('menu', 'Find grants')} | {name}"


def with_words(calls: list[Any], index: GrantIndexPage | None, request: HttpRequest) -> list[tuple[Any, Words, str]]:
    """Each call with the words about its grant and their whole address: one query."""
    if not calls:
        return []
    keys = [call.programme.page_key for call in calls]
    words = cards.words_of(listing.pages_of(index).filter(translation_key__in=keys), request)
    found = [(call, words[call.programme.page_key]) for call in calls if call.programme.page_key in words]
    return [(call, of, request.build_absolute_uri(of.url)) for call, of in found]


@require_safe
def deadlines_ics(request: HttpRequest) -> HttpResponse:
    """The deadlines of a question that are known and still to come, to subscribe to."""
    index, now = list_of(request), timezone.now()
    calls = list(coming(index, request, now=now).with_deadline_ahead(at=now)[:MOST])
    told = with_words(calls, index, request)
    content = calendars.of_deadlines(told, name=title_of(index, request), now=now, to_subscribe=True)
    return file_response(request, content, kind="text/calendar", name="grant-deadlines.ics")


class CallsRss(SiteFeed):
    """The calls of a question, the one that was entered last first."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> GrantIndexPage | None:
        self.now = timezone.now()
        return list_of(request)

    def title(self, index: GrantIndexPage | None) -> str:
        return title_of(index, self.request)

    def description(self, index: GrantIndexPage | None) -> str:
        return (index.share_text if index else "") or _("New calls for grants")

    def link(self, index: GrantIndexPage | None) -> str:
        return self.with_question(in_visitors_language((index.get_url(self.request) if index else "") or "/"))

    def feed_url(self, index: GrantIndexPage | None) -> str:
        return self.with_question(reverse("plugins:grants:calls_rss"))

    def items(self, index: GrantIndexPage | None) -> list[tuple[Any, Words, str]]:
        calls = coming(index, self.request, now=self.now).order_by("-created_at", "-pk")
        return with_words(list(calls[:IN_FEED]), index, self.request)

    def item_title(self, item: tuple[Any, Words, str]) -> str:
        call, words, _url = item
        return f"{words.title} {call.display_label}".strip()

    def item_description(self, item: tuple[Any, Words, str]) -> str:
        call, words, _url = item
        last = spoken.deadline(call, now=call.created_at)
        said = _("Last day: %(day)s") % {"day": last} if last else spoken.countdown(call, now=self.now)
        lines = (said, call.programme.funder.display_name, call.spoken_amount, words.summary)
        return " ・ ".join(line for line in lines if line)

    def item_link(self, item: tuple[Any, Words, str]) -> str:
        return item[1].url

    def item_guid(self, item: tuple[Any, Words, str]) -> str:
        return f"urn:uuid:{item[0].uuid}"

    def item_pubdate(self, item: tuple[Any, Words, str]) -> datetime:
        return item[0].created_at

    def item_updateddate(self, item: tuple[Any, Words, str]) -> datetime:
        return item[0].updated_at
