"""When pages are to appear and to go: what lists of staff say of it, and what whoever writes such a plan must know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision

from .locales import language_of


def plans_of(page: Page, *, at: datetime) -> list[str]:
    """Return in sentences when a page of a list will appear and go, or when it went.

    No query where the list has found out, as Wagtail's do, which pages wait for their time.
    """
    said = []
    if not page.live and page.go_live_at and page.go_live_at > at and page.approved_schedule:
        said.append(_("appears on %(time)s") % {"time": _in_words(page.go_live_at)})
    if page.expire_at and page.expire_at > at and (page.live or said):
        said.append(_("is taken off on %(time)s") % {"time": _in_words(page.expire_at)})
    if page.expired and page.expire_at and page.expire_at <= at:
        said.append(_("was taken off on %(time)s") % {"time": _in_words(page.expire_at)})
    return said


def tell_whoever_saved(request: Any, page: Page) -> None:
    """Say after a page was saved what its times to appear and to go do not do yet, or not for other languages."""
    latest = page.get_latest_revision()
    if latest is None or not request.accepts("text/html"):  # Wagtail saves by itself too, and shows nothing then
        return
    now = timezone.now()
    draft = latest.as_object()
    if not any(time and time > now for time in (draft.go_live_at, draft.expire_at)):
        return
    if _is_only_written(page, draft, latest):
        messages.warning(request, _what_makes_it_hold(page, request.user))
    elif draft.expire_at and (others := _that_stay(page, draft.expire_at)):
        languages = ", ".join(language_of(other.locale.language_code).name for other in others)
        messages.warning(
            request,
            _("The times hold for this page alone. Its pages in other languages stay public: %(languages)s.")
            % {"languages": languages},
        )


def _is_only_written(page: Page, draft: Page, latest: Revision) -> bool:
    """Whether the times of a draft wait for somebody to publish it. page: as it was just saved or published."""
    if latest.approved_go_live_at or page.live_revision_id == latest.pk:
        return False
    known = Page.objects.filter(pk=page.pk, live=True).values_list("go_live_at", "expire_at").first()
    # Where the words of a public page changed and its times did not, they hold.
    return known is None or tuple(known) != (draft.go_live_at, draft.expire_at)


def _what_makes_it_hold(page: Page, user: Any) -> str:
    if page.permissions_for_user(user).can_publish():
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
    others = page.get_translations().filter(live=True, alias_of=None).select_related("locale")
    return [other for other in others.order_by("locale") if other.expire_at != expire_at]


def _in_words(time: datetime) -> str:
    return date_format(timezone.localtime(time), "DATETIME_FORMAT")
