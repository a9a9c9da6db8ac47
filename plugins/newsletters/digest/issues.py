"""The letter of a rule for one period, as a page that is not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.html import escape, linebreaks
from django.utils.translation import pgettext

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.spoken_dates import say_day
from plugins.newsletters.models import DigestRule, IssueVersion, NewsletterIndexPage, NewsletterIssue

from .readers import deadlines


def archive_of(site: Any) -> NewsletterIndexPage | None:
    """Return the page below which a site's letters stand."""
    home = site.root_page
    return NewsletterIndexPage.objects.descendant_of(home).filter(locale=home.locale_id).order_by("path").first()


def issue_of(rule: DigestRule, *, due_at: datetime, below: NewsletterIndexPage | None) -> NewsletterIssue:
    """Return the letter that a rule makes for a moment. below: the archive, which gives it its address."""
    sections = [("section", {**child.value, "title": ""}) for child in rule.sections]
    sources = {value["source"] for _kind, value in sections}
    issue = NewsletterIssue(
        title=subject(rule.subject, due_at, SOURCE_LANGUAGE), slug=f"digest-{rule.pk}-{due_at:%Y%m%d%H%M}",
        topic=rule.topic, for_deadlines=bool(sources & deadlines()), live=False,
        body=_body(rule.lead, sections, rule.closing),
    )  # fmt: skip
    issue.versions = [  # type: ignore[assignment]
        IssueVersion(
            language=each.language, subject=subject(each.subject, due_at, each.language),
            body=_body(each.lead, sections, each.closing), sort_order=number,
        )
        for number, each in enumerate(rule.words.all())
    ]  # fmt: skip
    issue.areas = list(rule.areas.all())
    home = rule.site.root_page
    issue.locale, issue.url_path = home.locale, f"{below.url_path if below else home.url_path}{issue.slug}/"
    return issue


def subject(words: str, due_at: datetime, code: str) -> str:
    """Return the subject with its day: これからのイベント 12月4日号."""
    with translation.override(code):
        day = say_day(due_at, language=language_of(code), weekday=False)
        return pgettext("subject of a digest", "%(words)s, %(day)s") % {"words": words, "day": day}


def _body(lead: str, sections: list[tuple[str, Any]], closing: str) -> list[tuple[str, Any]]:
    body: list[tuple[str, Any]] = [("lead", lead.strip())] if lead.strip() else []
    body += sections
    if closing.strip():
        body.append(("text", linebreaks(escape(closing.strip()))))
    return body
