"""What the site's search and the keyword pages show of the home app."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from cms.core.locales import language_of
from cms.core.navigation import address_of, link_to
from cms.core.spoken_dates import say_day
from cms.core.untranslated import untranslated
from cms.plugin_api import SearchKind
from cms.plugin_api.contributions import ResultCard

from .listing import for_language, on_site
from .models import GlossaryPage, GlossaryTerm, GuidePage, NewsPage, PublicationPage, StandardPage


def visitors_code() -> str:
    return get_language() or settings.LANGUAGE_CODE


def pages_of(model: type[Page]) -> Any:
    """Return `queryset(site)` for pages: one of each family, in the visitor's language where there is one."""

    def queryset(site: Site) -> Any:
        return for_language(on_site(model, site=site), code=visitors_code())

    return queryset


def tagged(rows: Any, keyword: Any) -> Any:
    return rows.filter(keyword_links__tag=keyword).distinct()


def counts_of(model: type[Page]) -> Any:
    def counts(site: Site) -> Any:
        rows = pages_of(model)(site).filter(keyword_links__isnull=False).order_by()
        return rows.values_list("keyword_links__tag").annotate(number=Count("pk", distinct=True))

    return counts


def card_of(page: Any, *meta: Any) -> ResultCard:
    language = language_of(page.locale.language_code)
    words = [page.lead, *(strip_tags(part) for part in _searchable(page, "body")), *_searchable(page, "steps")]
    return ResultCard(
        title=page.title,
        url=address_of(page),
        text=" ".join(part for part in words if part),
        meta=[part for part in meta if part],
        lang="" if language.code == language_of(visitors_code()).code else language.bcp47,
    )


def _searchable(page: Any, name: str) -> Iterable[str]:
    stream = getattr(page, name, None)
    return stream.stream_block.get_searchable_content(stream) if stream else ()


def guide_card(page: GuidePage) -> ResultCard:
    return card_of(page, page.get_audience_display())


def news_card(page: NewsPage) -> ResultCard:
    day = say_day(page.date, language=language_of(visitors_code()), year=True, weekday=False)
    return card_of(page, day, page.get_category_display())


def publication_card(page: PublicationPage) -> ResultCard:
    issued = page.issued_label(language=language_of(visitors_code()))
    return card_of(page, page.get_kind_display(), issued, untranslated(page.publisher))


def standard_card(page: StandardPage) -> ResultCard:
    return card_of(page)


def glossaries(site: Site) -> Any:
    return for_language(on_site(GlossaryPage, site=site), code=visitors_code())


def terms(site: Site) -> Any:
    """Return the terms of the site; none where it has no glossary page to show them on."""
    return GlossaryTerm.objects.for_site(site).filter(Exists(glossaries(site).order_by()))


def term_cards(request: HttpRequest, terms: Sequence[GlossaryTerm]) -> list[ResultCard]:
    url = link_to("glossary")(request)
    return [
        ResultCard(title=term.heading, url=f"{url}#{term.anchor}" if url else "", text=term.explanation)
        for term in terms
    ]


def term_card(term: GlossaryTerm) -> ResultCard:
    """Return the card without its address, which `term_cards` knows."""
    return ResultCard(title=term.heading, url=f"#{term.anchor}", text=term.explanation)


def contribute() -> Iterable[SearchKind]:
    yield SearchKind(
        order=300,
        key="guide",
        label=_("Guides"),
        model="home.GuidePage",
        queryset=pages_of(GuidePage),
        card=guide_card,
        tagged=tagged,
        counts=counts_of(GuidePage),
    )
    yield SearchKind(
        order=500,
        key="publication",
        label=_("Publications"),
        model="home.PublicationPage",
        queryset=pages_of(PublicationPage),
        card=publication_card,
        tagged=tagged,
        counts=counts_of(PublicationPage),
    )
    yield SearchKind(
        order=600, key="news", label=_("News"), model="home.NewsPage", queryset=pages_of(NewsPage), card=news_card
    )
    yield SearchKind(
        order=700,
        key="page",
        label=_("Pages"),
        model="home.StandardPage",
        queryset=pages_of(StandardPage),
        card=standard_card,
    )
    yield SearchKind(
        order=800,
        key="term",
        label=_("Words explained"),
        model="home.GlossaryTerm",
        queryset=terms,
        card=term_card,
        cards=term_cards,
    )
