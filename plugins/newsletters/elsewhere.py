"""Letters on other pages: the newest on the home page, all that were sent in the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.json_rows import rows_as_json, rows_of
from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import SHELL
from cms.core.models.site_settings import in_language
from cms.core.navigation import address_of, places
from cms.core.spoken_dates import say_day
from cms.plugin_api.contributions import ResultCard
from home.listing import for_language, on_site

from .models import IssueVersion, NewsletterIssue, Sending, Topic
from .models.issues import sent_below


@dataclass(frozen=True)
class Newest:
    """The last letter as the home page shows it. lang: of its words, where they are in another language."""

    title: str
    text: str
    url: str
    lang: str
    topic: str
    sent_at: datetime
    archive_url: str


@dataclass(frozen=True)
class OnHome:
    """What the home page says of letters. topics: the names of those that are offered."""

    topics: Sequence[str]
    newest: Newest | None


def on_home(request: HttpRequest) -> OnHome:
    """Return the topics and the letter that was sent last. They are remembered: they cost no query."""
    site, archive, code = Site.find_for_request(request), places(request).get("letters"), _code()
    key = ("newsletters.home", site.pk, archive and archive.pk, get_language())
    return SHELL.get(key, lambda: _on_home(site, archive, code))


def _on_home(site: Site, archive: Any, code: str) -> OnHome:
    """One query as soon as a letter was sent: the topics come with it."""
    offered = Topic.objects.filter(site=site, is_offered=True)
    issue = _last_issue(archive, code, offered) if archive else None
    if issue is None:
        return OnHome([topic.display_name for topic in offered], None)
    # In the order of Topic.Meta.
    rows = sorted(rows_of(issue.offered_topics), key=lambda row: tuple(row[:2]))
    return OnHome([in_language(name, name_en) for _position, _pk, name, name_en in rows], _newest(issue, archive, code))


def _chain(code: str) -> tuple[str, ...]:
    wanted = language_of(code)
    return (wanted.code, *fallbacks_on(wanted))


def _last_issue(archive: Any, code: str, topics: Any) -> Any:
    """The last letter, with the words of the version that is nearest to the reader's language, and the topics."""
    chain = _chain(code)
    near = Case(*[When(language=each, then=Value(rank)) for rank, each in enumerate(chain)])
    versions = IssueVersion.objects.filter(issue=OuterRef("pk"), language__in=chain).order_by(near)
    return (
        sent_below(archive)
        .prefetch_related(None)
        .annotate(
            version_language=Subquery(versions.values("language")[:1]),
            version_subject=Subquery(versions.values("subject")[:1]),
            version_preheader=Subquery(versions.values("preheader")[:1]),
            offered_topics=rows_as_json(topics, "site", "position", "pk", "name", "name_en"),
        )
        .first()
    )


def _newest(issue: Any, archive: Any, code: str) -> Newest:
    chain, own = _chain(code), archive.locale.language_code
    near_by = issue.version_language
    if near_by and (own not in chain or chain.index(near_by) < chain.index(own)):
        said, title, text = near_by, issue.version_subject, issue.version_preheader
    else:
        said, title, text = own, issue.title, issue.preheader
    return Newest(
        title, text, address_of(issue), "" if said == chain[0] else language_of(said).bcp47,
        issue.topic.display_name, issue.sent_at, address_of(archive),
    )  # fmt: skip


def searchable(site: Site) -> Any:
    """Return the letters that were sent, one page of each."""
    sent = Sending.objects.under_way().filter(page_key=OuterRef("translation_key"))
    pages = for_language(on_site(NewsletterIssue, site=site), code=_code())
    pages = pages.annotate(sent_at=Subquery(sent.values("start_at")[:1])).filter(sent_at__isnull=False)
    return pages.select_related("locale", "topic").prefetch_related("versions")


def card(issue: Any) -> ResultCard:
    """Return a letter as a result of the search, in the visitor's language where it has words in it."""
    code = _code()
    words = issue.words_in(code)
    found = (strip_tags(part) for part in words.body.stream_block.get_searchable_content(words.body))
    day = say_day(issue.sent_at, language=language_of(code), year=True, weekday=False)
    return ResultCard(
        title=words.subject, url=address_of(issue), text=" ".join(part for part in [words.preheader, *found] if part),
        meta=[day, issue.topic.display_name], lang=_lang(words, code),
    )  # fmt: skip


def _code() -> str:
    return language_of(get_language() or SOURCE_LANGUAGE).code


def _lang(words: Any, code: str) -> str:
    return "" if words.language.code == code else str(words.language.bcp47)
