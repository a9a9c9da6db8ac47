"""The panels in which staff change the facts of a call and of a grant."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from .call_forms import CallForm, ProgrammeForm
from .reminding import RemindersPanel

CALL_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("programme", read_only=True),
                RemindersPanel(heading=_("Reminders by mail")),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("closes_on"), FieldPanel("closes_time")]),
                        FieldPanel("closing_kind"),
                        FieldPanel("opens_on"),
                    ],
                    heading=_("Deadline"),
                ),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("decision_on"), FieldPanel("decision_month")])],
                    heading=pgettext_lazy("grant", "Decision"),
                ),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("amount_min"), FieldPanel("amount_max")]), FieldPanel("rate")],
                    heading=pgettext_lazy("grant", "Money"),
                ),
                FieldPanel("for_fy"),
                FieldRowPanel([FieldPanel("label"), FieldPanel("label_en")]),
                FieldPanel("guidelines_url"),
            ],
            heading=pgettext_lazy("grants", "Call"),
        )
    ],
    base_form_class=CallForm,
)
PROGRAMME_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("funder"),
                MultiFieldPanel(
                    [FieldPanel("name"), FieldPanel("reading"), FieldPanel("name_en"), FieldPanel("website")],
                    heading=pgettext_lazy("grant", "Name"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("cycle"),
                        FieldRowPanel([FieldPanel("opens_month"), FieldPanel("opens_month_2")]),
                        FieldPanel("decision_month"),
                        FieldPanel("has_ended"),
                        FieldPanel("checked_on"),
                    ],
                    heading=_("When it comes"),
                ),
                FieldPanel("next_step"),
            ],
            heading=_("Name and time of year"),
        ),
        ObjectList(
            [
                FieldPanel("legal_forms"),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("min_members"), FieldPanel("min_years")]),
                        FieldPanel("partners"),
                        FieldPanel("talk_first"),
                    ],
                    heading=pgettext_lazy("grant", "Conditions"),
                ),
                FieldPanel("npo_fields", widget=forms.CheckboxSelectMultiple),
                FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
            ],
            heading=pgettext_lazy("grant", "Who may apply"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("amount_min"), FieldPanel("amount_max")]),
                FieldPanel("rate"),
                FieldPanel("years_max"),
                FieldPanel("costs"),
            ],
            heading=pgettext_lazy("grant", "Money"),
        ),
    ],
    base_form_class=ProgrammeForm,
)
