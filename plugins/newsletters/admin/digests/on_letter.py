"""What the screen of a letter says of the rule that made it, and the buttons that release it or put it away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.newsletters import services
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.models import DigestRun, NewsletterIssue
from plugins.newsletters.services import digest_editions


def told_of(page: NewsletterIssue, user: Any) -> dict[str, Any]:
    """Return what the template needs; `run` is None for a letter that somebody wrote."""
    run = digest_editions.run_of(page)
    may_release = run is not None and page.permissions_for_user(user).can_publish()
    return {"run": run, "may_release": may_release, "is_late": run is not None and run.is_late(at=timezone.now())}


def release(request: HttpRequest, page: NewsletterIssue) -> Any:
    """Raises LetterRefused; PermissionDenied for who may not publish the page."""
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    services.release(run_id=_run(page).pk, by=request.user, now=timezone.now())
    return _("Released. It is sent at its time; you can call it off here until then.")


def discard(request: HttpRequest, page: NewsletterIssue) -> Any:
    """Raises LetterRefused."""
    services.discard(run_id=_run(page).pk, by=request.user, now=timezone.now())
    return _("Put away. It is not sent; what it had can be in the next one.")


def _run(page: NewsletterIssue) -> DigestRun:
    run = digest_editions.run_of(page)
    if run is None:
        raise LetterRefused(_("It has changed in the meantime. See below how it stands now."))
    return run
