"""News as RSS and as Atom, one feed per language."""

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from cms.core.feeds import SiteFeed
from cms.core.navigation import places
from cms.core.shell import Shell
from cms.core.templatetags.kakehashi import in_visitors_language

from .models import NewsIndexPage, NewsPage
from .models.news import news_below

NEWS_IN_FEED = 20


class NewsRss(SiteFeed):
    """The newest news of the site of the request."""

    feed_type = Rss201rev2Feed
    url_name = "news_rss"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NewsIndexPage:
        index = places(request).get("news")
        if index is None:
            raise Http404
        return index.get_specific()

    def title(self, index: NewsIndexPage) -> str:
        return f"{index.title} | {Shell(self.request).appearance.display_name}"  # type: ignore[union-attr]

    def description(self, index: NewsIndexPage) -> str:
        return index.share_text or _("News of the centre")

    def subtitle(self, index: NewsIndexPage) -> str:
        return self.description(index)

    def link(self, index: NewsIndexPage) -> str:
        return in_visitors_language(index.get_url(self.request) or "/")

    def feed_url(self, index: NewsIndexPage) -> str:
        return reverse(self.url_name)

    def items(self, index: NewsIndexPage) -> Any:
        return news_below(index)[:NEWS_IN_FEED]

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return in_visitors_language(item.get_url(self.request) or "/")

    def item_guid(self, item: NewsPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: NewsPage) -> Any:
        published = item.first_published_at
        if published and timezone.localdate(published) == item.date:
            return published
        return timezone.make_aware(datetime.combine(item.date, time.min))

    def item_updateddate(self, item: NewsPage) -> Any:
        return max(filter(None, (item.last_published_at, self.item_pubdate(item))))

    def item_categories(self, item: NewsPage) -> list[str]:
        return [str(item.get_category_display())]


class NewsAtom(NewsRss):
    feed_type = Atom1Feed  # type: ignore[assignment]
    url_name = "news_atom"
