"""The panels of the one screen for an organisation: facts in tabs, words beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Locale

from .facts_form import FactsForm, TickBoxes
from .models.organisations import Organisation

SHARING = "organisations.share_organisation"  # given to nobody: superusers have it

WHO = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("kana"),
            FieldPanel("name_en"),
            FieldPanel("aliases"),
            FieldPanel("kind"),
            FieldPanel("is_intermediary"),
            FieldPanel("status"),
        ],
        heading=_("Name and kind"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("legal_form"),
            FieldPanel("corporate_number"),
            FieldPanel("founded"),
            FieldPanel("fiscal_start_month"),
            FieldPanel("verified_on"),
        ],
        heading=_("Body"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("npo_fields", widget=TickBoxes),
            FieldPanel("domains", widget=TickBoxes),
            FieldPanel("areas", widget=TickBoxes),
            FieldPanel("keywords"),
            FieldRowPanel([FieldPanel("targets"), FieldPanel("targets_en")]),
            FieldRowPanel([FieldPanel("languages_served"), FieldPanel("languages_served_en")]),
        ],
        heading=_("What it works on"),
    ),
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("website"), FieldPanel("image"), FieldPanel("social_image")],
        heading=_("Address and pictures"),
    ),
    FieldPanel("site", permission=SHARING),
]
REACHED = [
    InlinePanel(
        "contact_items", label=_("Contact"), heading=_("Contacts"),
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]),
            FieldRowPanel([FieldPanel("label"), FieldPanel("note")]),
            FieldPanel("is_public"),
        ],
        help_text=_("Saved at once, without moderation. Only those with a tick are shown to everybody."),
    ),
    InlinePanel("services", label=_("Service"), heading=_("Services")),
]  # fmt: skip
NETWORK = [
    InlinePanel("network_profiles", label=_("Network"), heading=_("How the network works"), max_num=1),
    InlinePanel("network_meetings", label=_("Meeting"), heading=_("Meetings")),
    InlinePanel("network_members", label=_("Member"), heading=_("Members")),
]


class FactsPanel(Panel):
    """Shows panels of the organisation inside the form of its words."""

    def __init__(self, children: Iterable[Panel], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.children = list(children)

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "children": self.children}

    def on_model_bound(self) -> None:
        self.inner = ObjectList(self.children).bind_to_model(Organisation)

    class BoundPanel(Panel.BoundPanel):
        template_name = "organisations/admin/facts_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            facts = getattr(self.form, "facts", None)
            self.bound = None
            if facts is not None:
                self.bound = self.panel.inner.get_bound_panel(
                    instance=facts.instance, request=self.request, form=facts, prefix=f"{self.prefix}-facts"
                )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            pk = self.bound.instance.pk if self.bound else None
            history_url = reverse("organisations:history", args=[pk]) if pk else None
            return {**super().get_context_data(parent_context), "bound": self.bound, "history_url": history_url}

        @property
        def media(self) -> Any:
            return self.bound.media if self.bound else super().media


class OtherLanguagesPanel(Panel):
    """Links to the words in the other languages, and to begin those that are missing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "organisations/admin/languages_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.organisation_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            organisation = self.instance.organisation
            written = dict(organisation.texts.values_list("locale_id", "pk"))
            add = reverse("organisation_words:add")
            links = [
                (
                    locale,
                    reverse("organisation_words:edit", args=[written[locale.pk]])
                    if locale.pk in written
                    else f"{add}?organisation={organisation.pk}&locale={locale.language_code}",
                    locale.pk in written,
                )
                for locale in Locale.objects.exclude(pk=self.instance.locale_id)
            ]
            return {**super().get_context_data(parent_context), "links": links}


@cache
def facts_form_class() -> type[FactsForm]:
    """The form with the fields of all panels of facts."""
    handler = ObjectList([*WHO, *REACHED, *NETWORK], base_form_class=FactsForm)
    return handler.bind_to_model(Organisation).get_form_class()


def edit_handler() -> TabbedInterface:
    """The tabs of the screen."""
    return TabbedInterface(
        [
            ObjectList([FactsPanel(WHO)], heading=_("Basic facts of the organisation")),
            ObjectList([FactsPanel(REACHED)], heading=_("Contacts and services")),
            ObjectList(
                [
                    FieldPanel("summary"),
                    FieldPanel("purpose"),
                    FieldPanel("notes"),
                    OtherLanguagesPanel(),
                    PublishingPanel(),
                ],
                heading=_("Introduction in words"),
            ),
            ObjectList([FactsPanel(NETWORK)], heading=_("Details of the network")),
            ObjectList(
                [FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Search engines and sharing")
            ),
        ]
    )
