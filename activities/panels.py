"""The editor's screen of an activity: tabs of words, people, years, numbers, keywords."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from activities.organisations.facts_form import TickBoxes
from cms.core.comparisons import ChoiceListPanel


class FactsTab(ObjectList):
    """Shown on the page in the source language only: facts exist once."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance is None or self.instance.is_source

        @property
        def children(self) -> list[Any]:
            return super().children if self.is_shown() else []


class SourceFactsPanel(Panel):
    """On a translation: the facts of the source page, read-only, with a link to where they are edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "activities/admin/source_facts.html"

        def is_shown(self) -> bool:
            return self.instance is not None and not self.instance.is_source

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from activities import detail

            context = super().get_context_data(parent_context)
            source = self.instance.facts_page
            context["source"] = source
            context["activity"] = detail.read(page=self.instance, request=self.request) if source else None
            return context


class TranslationTab(ObjectList):
    """The read-only facts; shown on translations only."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance is not None and not self.instance.is_source


def activity_tabs(base: Any) -> TabbedInterface:
    """Return the editor's screen; `base` is the page class whose promotion and settings panels are used."""
    return TabbedInterface(
        [
            ObjectList(
                [*base.content_panels, FieldPanel("summary"), FieldPanel("other_names"), FieldPanel("body"),
                 FieldPanel("lessons"), FieldPanel("source_notes")],
                heading=_("In words"),
            ),
            TranslationTab([SourceFactsPanel(heading=_("Facts"))], heading=_("Facts")),
            FactsTab(
                [
                    HelpPanel(_("One line for each body and role. A department keeps the name that it had then.")),
                    InlinePanel("partner_lines", heading=_("Partners"), label=_("Partner")),
                    ChoiceListPanel("partner_kinds"),
                    FieldPanel("committee"),
                ],
                heading=_("Partners"),
            ),
            FactsTab(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("start_fy"), FieldPanel("end_fy")]),
                            FieldRowPanel([FieldPanel("ongoing"), FieldPanel("last_confirmed_on")]),
                            FieldRowPanel([FieldPanel("held_on"), FieldPanel("opened")]),
                            FieldPanel("stage"),
                        ],
                        heading=_("When"),
                    ),
                    InlinePanel("pillar_periods", heading=_("Pillars"), label=_("Pillar")),
                    InlinePanel("predecessor_links", heading=_("Predecessors"), label=_("Predecessor")),
                ],
                heading=_("Years and lineage"),
            ),
            FactsTab(
                [
                    InlinePanel("numbers", heading=_("Numbers"), label=_("Number")),
                    InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome")),
                    FieldPanel("outputs"),
                    FieldPanel("sources"),
                ],
                heading=_("Numbers and results"),
            ),
            FactsTab(
                [
                    FieldPanel("keywords"),
                    FieldPanel("reading"),
                    FieldPanel("name_en"),
                    FieldPanel("areas", widget=TickBoxes),
                    FieldPanel("places"),
                    FieldPanel("npo_fields", widget=TickBoxes),
                ],
                heading=_("Keywords and places"),
            ),
            ObjectList(base.promote_panels, heading=_("Search engines")),
            ObjectList(base.settings_panels, heading=_("Publication")),
        ]
    )  # fmt: skip
