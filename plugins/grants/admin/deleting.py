"""What is deleted, and what is not: said before it happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.views.snippets import DeleteView

from cms.core.colons import colon
from plugins.grants.models import Funder, GrantProgramme

FUNDER_NEEDED = gettext_lazy("This funder has grants. Delete or change them first.")
GRANT_NEEDED = gettext_lazy("Money of this grant was awarded. Say that it has ended instead of deleting it.")


def refuse_in_bulk(request: HttpRequest, objects: Sequence[Any]) -> HttpResponse | None:
    """Of several funders or grants that are chosen, name those that others need, before any of them is deleted."""
    first = objects[0] if objects else None
    if isinstance(first, Funder):
        needed = [row for row in objects if row.programmes.exists()]
        why, back = FUNDER_NEEDED, "grant_funders:list"
    elif isinstance(first, GrantProgramme):
        needed = [row for row in objects if row.awards.exists()]
        why, back = GRANT_NEEDED, "grant_programmes:list"
    else:
        return None
    if not needed:
        return None
    messages.error(request, f"{_(', ').join(str(row) for row in needed[:10])}{colon()}{why}")
    return redirect(back)


class GuardedDeleteView(DeleteView):
    """Says why something cannot be deleted, where others need it."""

    needed: Any = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, str(self.needed))
            return redirect(self.get_success_url())


class FunderDeleteView(GuardedDeleteView):
    needed = FUNDER_NEEDED


class ProgrammeDeleteView(GuardedDeleteView):
    needed = GRANT_NEEDED

    @property
    def confirmation_message(self) -> str:
        calls = self.object.calls.count()
        return " ".join(
            [
                _("Do you want to delete “%(grant)s”?") % {"grant": self.object},
                ngettext("%(calls)s call goes with it.", "%(calls)s calls go with it.", calls) % {"calls": calls},
                *([_followed(people)] if (people := self.object.followers.count()) else []),
                _("The page about it stays and is not shown any more."),
            ]
        )


def _followed(people: int) -> str:
    return ngettext(
        "%(n)s person who wanted reminders of it gets none any more.",
        "%(n)s people who wanted reminders of it get none any more.",
        people,
    ) % {"n": people}
