"""Panels of the admin that show rows beside a page's words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

MOST_SHOWN = 20


class ListedOrganisationsPanel(Panel):
    """In a directory's editor: what the saved filter lists, with links to edit each and to add another."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "organisations/admin/listed_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            site = self.instance.get_site() if self.instance.pk else None
            rows = self.instance.organisations(site) if site else []
            context.update(
                rows=rows[:MOST_SHOWN],
                total=rows.count() if site else 0,  # type: ignore[call-arg]
                saved=site is not None,
                list_url=reverse("organisations:list"),
                add_url=reverse("organisations:add"),
            )
            return context
