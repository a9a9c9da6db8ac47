"""When pages are to appear and to go: what lists of staff say of it, and what whoever writes such a plan must know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision, Site, get_page_models

from .languages_on import languages_on
from .locales import LOCALES, SOURCE_LANGUAGE, language_of


@dataclass(frozen=True)
class Times:
    """When a page is to appear and to go."""

    go_live_at: datetime | None
    expire_at: datetime | None


def note_schedules(pages: Iterable[Page]) -> None:
    """Note on pages of a list, in one query for all, the times of the version that somebody had appear later.

    What stands in the row of a page that is not public is what was last saved, be it a draft, and in that of a public
    one what holds till the version comes. Without a query where
    the list has found out, as Wagtail's do, that no page waits for its time.
    """
    waiting = {str(page.pk): page for page in pages if page.approved_schedule}
    if not waiting:
        return
    for page in waiting.values():
        page.scheduled_times = None
    revisions = Revision.page_revisions.filter(object_id__in=waiting, approved_go_live_at__isnull=False)
    # Not the whole revision: it holds all the words of the page.
    for pk, go_live_at, expire_at in revisions.values_list("object_id", "approved_go_live_at", "content__expire_at"):
        waiting[pk].scheduled_times = Times(go_live_at, parse_datetime(expire_at) if expire_at else None)


def plans_of(page: Page, *, at: datetime, among: Iterable[Page] = ()) -> list[str]:
    """Return in sentences when a page of a list will appear and go, or when it went.

    among: the list, whose pages are then asked about at once, when the first of them needs it.
    """
    if page.approved_schedule and not hasattr(page, "scheduled_times"):
        note_schedules([*among, page])
    planned: Times | None = getattr(page, "scheduled_times", None)
    said, ends = [], page.expire_at
    if planned and planned.go_live_at and planned.go_live_at > at and not page.live:
        said.append(_("appears on %(time)s") % {"time": _in_words(planned.go_live_at)})
    if planned and planned.go_live_at and not (page.live and ends and ends <= planned.go_live_at):
        ends = planned.expire_at  # a public page that goes before the new version comes goes when its own row says
    if ends and ends > at and (page.live or said):
        said.append(_("is taken off on %(time)s") % {"time": _in_words(ends)})
    if page.expired and page.expire_at and page.expire_at <= at:
        said.append(_("was taken off on %(time)s") % {"time": _in_words(page.expire_at)})
    return said


def tell_whoever_saved(request: Any, page: Page) -> None:
    """Say after a page was saved what its times to appear and to go do not do yet, or not for other languages."""
    if not request.accepts("text/html"):  # Wagtail saves by itself too, and shows nothing then
        return
    # Read anew: the page at hand knows nothing of what publishing and approving have made of it and its revision.
    page = Page.objects.get(pk=page.pk)
    latest = page.get_latest_revision()
    if latest is None:
        return
    now = timezone.now()
    draft = latest.as_object()
    if not any(time and time > now for time in (draft.go_live_at, draft.expire_at)):
        return
    if latest.approved_go_live_at or page.live_revision_id == latest.pk:
        if draft.expire_at and (others := _that_stay(page, draft.expire_at)):
            languages = _(", ").join(language_of(other.locale.language_code).name for other in others)
            messages.warning(
                request,
                _("The times hold for this page alone. Its pages in other languages stay public: %(languages)s.")
                % {"languages": languages},
            )
    elif not _hold_already(page, draft) and (said := _what_makes_it_hold(page, request)):
        messages.warning(request, said)


def taken_off(request: Any, *pages: Page) -> QuerySet[Page]:
    """Return the pages that were taken off by hand: these, and all below them where that was asked for."""
    chosen = Q(pk__in=[page.pk for page in pages])
    if request.POST.get("include_descendants"):
        for page in pages:
            chosen |= Q(path__startswith=page.path)
    return Page.objects.filter(chosen)


def tell_whoever_took_off(request: Any, *pages: Page) -> None:
    """Say after pages were taken off by hand in which other languages they stay public."""
    if not pages:  # many were chosen, none of which was public
        return
    others = _public_elsewhere(taken_off(request, *pages), pages[0].get_site())
    stay = set(others.values_list("locale__language_code", flat=True).order_by().distinct())
    languages = _(", ").join(language.name for language in LOCALES.values() if language.code in stay)
    if languages:
        messages.warning(
            request,
            _("This was done in one language alone. What is written in other languages stays public: %(languages)s.")
            % {"languages": languages},
        )


def _public_elsewhere(pages: QuerySet[Page], site: Site | None) -> QuerySet[Page]:
    """Return the pages in other languages that visitors of the site are shown once these are taken off."""
    following = list(ContentType.objects.get_for_models(*filter(_follows_source, get_page_models())).values())
    source = Q(locale__language_code=SOURCE_LANGUAGE)
    keys = pages.exclude(source, content_type__in=following).values("translation_key")
    leads = Page.objects.filter(source, translation_key=OuterRef("translation_key"), live=True)
    return (
        Page.objects.filter(translation_key__in=keys, live=True, alias_of=None)
        .filter(locale__language_code__in=[language.code for language in languages_on(site)])
        .filter(~Q(content_type__in=following) | Exists(leads))
        .exclude(pk__in=pages.values("pk"))
        .select_related("locale")
    )


def _follows_source(model: type[Page]) -> bool:
    """Whether nobody is shown its pages in other languages without the one in the source language."""
    return bool(getattr(model, "follows_source", False))


def _hold_already(page: Page, draft: Page) -> bool:
    """Whether only the words of a draft are new. A page with a version to come is locked: nobody saves drafts of it."""
    return bool(page.live) and (page.go_live_at, page.expire_at) == (draft.go_live_at, draft.expire_at)


def _what_makes_it_hold(page: Page, request: Any) -> str:
    """Return what whoever saved is to do so that the times count; nothing for who has just decided on the page."""
    if page.workflow_in_progress:
        return _("The times are written down. They hold once the page has been approved.")
    if "action-workflow-action" in request.POST:  # and sent back: its author is to do something now
        return ""
    if page.permissions_for_user(request.user).can_publish():
        return _(
            "The times are written down and do not hold yet. For that, choose to publish: behind the arrow beside "
            "“Save draft”."
        )
    return _(
        "The times are written down and do not hold yet. Hand the page in: they hold once somebody who may publish "
        "has approved it."
    )


def _that_stay(page: Page, expire_at: datetime) -> list[Page]:
    """Return the public pages in other languages that are not taken off at the same time."""
    others = _public_elsewhere(Page.objects.filter(pk=page.pk), page.get_site())
    return [other for other in others.order_by("locale") if other.expire_at != expire_at]


def _in_words(time: datetime) -> str:
    return date_format(timezone.localtime(time), "DATETIME_FORMAT")
