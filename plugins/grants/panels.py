"""The facts of a grant in the editor of its words: read-only, with the ways to where they are changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.urls import reverse
from wagtail.admin.panels import Panel


class FactsPanel(Panel):
    """What is known of the grant, and links to its facts and to a new call."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "grants/admin/facts_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            programme = self.instance.programme if self.instance.pk else None
            links = {}
            if programme is not None:
                links = {
                    "edit": reverse("grant_programmes:edit", args=[programme.pk]),
                    "enter": f"{reverse('grant_calls:enter')}?grant={programme.pk}",
                }
            elif self.instance.pk:
                links = {"begin": f"{reverse('grant_programmes:add')}?page={self.instance.pk}"}
            calls = apps.get_model("grants.GrantCall").objects.filter(programme=programme)[:5] if programme else []
            return context | {"programme": programme, "links": links, "calls": calls}
