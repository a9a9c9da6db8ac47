"""Letters on other pages: the newest on the home page, all that were sent in the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import SHELL
from cms.core.navigation import address_of, places
from cms.core.spoken_dates import say_day
from cms.plugin_api.contributions import ResultCard
from home.listing import for_language, on_site

from .models import IssueVersion, NewsletterIssue, Sending
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


def newest(request: HttpRequest) -> Newest | None:
    """Return the letter that was sent last; None before the first. It is remembered: it costs no query."""
    archive = places(request).get("letters")
    if archive is None:
        return None
    code = _code()
    return SHELL.get(("newsletters.newest", archive.pk, code), lambda: _newest(archive, code))


def _newest(archive: Any, code: str) -> Newest | None:
    """One query: the words of the version that is nearest to the reader's language come with the letter."""
    wanted = language_of(code)
    chain = (wanted.code, *wanted.fallbacks)
    near = Case(*[When(language=each, then=Value(rank)) for rank, each in enumerate(chain)])
    versions = IssueVersion.objects.filter(issue=OuterRef("pk"), language__in=chain).order_by(near)
    issue = (
        sent_below(archive)
        .prefetch_related(None)
        .annotate(
            version_language=Subquery(versions.values("language")[:1]),
            version_subject=Subquery(versions.values("subject")[:1]),
            version_preheader=Subquery(versions.values("preheader")[:1]),
        )
        .first()
    )
    if issue is None:
        return None
    own = archive.locale.language_code
    near_by = issue.version_language
    if near_by and (own not in chain or chain.index(near_by) < chain.index(own)):
        said, title, text = near_by, issue.version_subject, issue.version_preheader
    else:
        said, title, text = own, issue.title, issue.preheader
    return Newest(
        title, text, address_of(issue), "" if said == wanted.code else language_of(said).bcp47,
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
