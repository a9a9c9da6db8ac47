"""What organisations hang into the admin."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import BaseItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from . import rich_text
from .permissions import facts_policy
from .viewsets import OrganisationsGroup, OrganisationTextViewSet

register_snippet(OrganisationsGroup)
register_snippet(OrganisationTextViewSet)
hooks.register("register_rich_text_features")(rich_text.register)


class EditOrganisationItem(BaseItem):
    """“Edit this organisation” in the bar that staff see on its public page."""

    template_name = "organisations/admin/userbar_item.html"

    def __init__(self, organisation: Any) -> None:
        super().__init__()
        self.organisation = organisation

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "edit_url": reverse("organisations:edit", args=[self.organisation.pk])}


@hooks.register("construct_wagtail_userbar")
def offer_to_edit_the_organisation(request: Any, items: list[Any], page: Any) -> None:
    organisation = getattr(request, "shown_organisation", None)
    if organisation is None:
        return
    if facts_policy().user_has_permission_for_instance(request.user, "change", organisation):
        items.insert(1, EditOrganisationItem(organisation))


@hooks.register("register_log_actions")
def name_the_actions(actions: Any) -> None:
    @actions.register_action("organisations.merge")
    class Merged(LogFormatter):
        label = _("Merge")

        def format_message(self, entry: Any) -> str:
            return str(_("Merged into %(other)s") % {"other": entry.data.get("other", "")})

    @actions.register_action("organisations.take_over")
    class TookOver(LogFormatter):
        label = _("Take over")

        def format_message(self, entry: Any) -> str:
            return str(_("Carries on from %(other)s") % {"other": entry.data.get("other", "")})

    @actions.register_action("organisations.separate")
    class Separated(LogFormatter):
        label = _("Undo the merge")

        def format_message(self, entry: Any) -> str:
            return str(_("Stands on its own again, apart from %(other)s") % {"other": entry.data.get("other", "")})
