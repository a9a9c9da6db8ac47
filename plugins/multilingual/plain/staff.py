"""The report on the draft of a Japanese page, and how it got better over its versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.core.locales import language_of
from plugins.multilingual.translation.words import words_of

from . import checking
from .models import PlainWord

MOST_VERSIONS = 8


@dataclass(frozen=True)
class Version:
    """A saved version of a page: when, and its score."""

    saved_at: datetime
    score: int


def text_of(page: Any) -> str:
    """Return what a page says, a paragraph a line."""
    broken = (text.replace("</p>", "\n").replace("</li>", "\n") for _path, text in words_of(page))
    return "\n".join(strip_tags(text) for text in broken)


def words_at(page: Page) -> dict[str, str]:
    """Return the centre's own words, for a page of its site."""
    site = page.get_site()
    return dict(PlainWord.objects.filter(site=site).values_list("word", "instead")) if site else {}


def versions(page: Page, *, grade: int, words: dict[str, str]) -> Iterator[Version]:
    """The last versions of a page with their scores, the oldest first."""
    last = list(page.revisions.order_by("-created_at", "-pk")[:MOST_VERSIONS])
    for revision in reversed(last):
        report = checking.check(text_of(revision.as_object()), grade=grade, words=words)
        yield Version(revision.created_at, report.score)


@require_safe
def report(request: HttpRequest, page: int) -> HttpResponse:
    """What is hard in the draft. `?grade=` says up to which year of primary school kanji are easy."""
    found = get_object_or_404(Page.objects.select_related("locale"), pk=page)
    if not found.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not language_of(found.locale.language_code).is_japanese:
        raise Http404
    asked = request.GET.get("grade", "")
    grade = int(asked) if asked in map(str, checking.GRADES) else checking.USUAL_GRADE
    draft, words = found.get_latest_revision_as_object(), words_at(found)
    edit = reverse("wagtailadmin_pages:edit", args=[found.pk])
    context = {
        "report": checking.check(text_of(draft), grade=grade, words=words), "grade": grade, "grades": checking.GRADES,
        "versions": list(versions(found, grade=grade, words=words)), "page_title": _("Plain Japanese check"),
        "header_title": _("Plain Japanese check"),
        "header_icon": "clipboard-list", "edit": edit,
        "words_url": reverse("wagtailsnippets_multilingual_plainword:list"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": edit, "label": draft.title},
            {"url": "", "label": _("Plain Japanese check")},
        ],
    }  # fmt: skip
    return TemplateResponse(request, "multilingual/plain/report.html", context)


def header_button(page: Any, user: Any, next_url: str = "", view_name: str = "", **_more: Any) -> list[Button]:
    """In the editor of pages in Japanese."""
    if not page.pk or not language_of(page.locale.language_code).is_japanese or page.depth < 2:
        return []
    if not page.permissions_for_user(user).can_edit():
        return []
    url = reverse("plugins_admin:multilingual:plain", args=[page.pk])
    return [Button(_("Plain Japanese check"), url, icon_name="clipboard-list", priority=65)]
