"""The words of an organisation in one language: drafted, moderated, scheduled, published."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    Site,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from activities.organisations import profile
from activities.organisations.filters import PART
from activities.organisations.validators import no_control_characters
from activities.organisations.words_form import WordsForm
from cms.core import generations
from cms.core.locales import Language, language_of

from .organisations import Organisation

TEXT_LIMIT = 20_000
FEATURES = ["bold", "italic", "link", "document-link", "organisation-link", "ol", "ul"]


class OrganisationText(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model
):
    """Summary, purpose and notes of an organisation in one language.

    An organisation has a public page while at least one of its texts is live. `translation_key` is the
    organisation's UUID, so that the texts of one organisation are translations of one another.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="texts"
    )
    summary = models.TextField(
        _("short introduction"), max_length=600, blank=True, validators=[no_control_characters],
        help_text=_("Two or three sentences; shown in lists and on top of the page."),
    )  # fmt: skip
    purpose = RichTextField(
        _("purpose"),
        validators=[no_control_characters], max_length=TEXT_LIMIT, blank=True, features=FEATURES,
        help_text=_("Why the organisation is there and what it wants to reach."),
    )  # fmt: skip
    notes = RichTextField(
        _("notes"),
        validators=[no_control_characters], max_length=TEXT_LIMIT, blank=True, features=FEATURES,
        help_text=_("Anything else that visitors should know, for example how to join."),
    )  # fmt: skip
    seo_title = models.CharField(
        _("title for search engines"), max_length=120, blank=True, validators=[no_control_characters],
        help_text=_("Without it, the name is used."),
    )  # fmt: skip
    search_description = models.CharField(
        _("description for search engines"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("Without it, the summary is used."),
    )  # fmt: skip

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="organisation_text")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="organisation_text",
        for_concrete_model=False,
    )

    base_form_class = WordsForm

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("words of an organisation")
        verbose_name_plural = _("words of organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "locale"], name="organisations_text_once"),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation_id else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.translation_key = self.organisation.uuid
        super().save(*args, **kwargs)
        self._tell_organisation()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        self._tell_organisation()
        return deleted

    @property
    def revisions(self) -> Any:
        return self._revisions

    def _tell_organisation(self) -> None:
        """Keep the organisation public exactly while one of its texts is live."""
        live = OrganisationText.objects.filter(organisation=self.organisation_id, live=True).exists()
        if Organisation.objects.filter(pk=self.organisation_id).exclude(is_public=live).update(is_public=live):
            generations.replace_after_commit([PART])
        self.organisation.is_public = live
        # The published words are part of what the search knows about the organisation.
        index.insert_or_update_object(self.organisation)

    @classmethod
    def get_default_workflow(cls) -> Any:
        """The workflow set for words of organisations, else the one that the site's pages go through."""
        chosen = super().get_default_workflow()
        if chosen is not None:
            return chosen
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        return site.root_page.get_workflow() if site else None

    def get_workflow(self) -> Any:
        site = self.organisation.site
        chosen = super().get_default_workflow()
        return chosen or (site.root_page.get_workflow() if site else self.get_default_workflow())

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "organisations/organisation.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return profile.build(organisation=self.organisation, request=request, text=self)

    @property
    def language(self) -> Language:
        """The language that these words are written in."""
        return language_of(self.locale.language_code)

    @property
    def bcp47_if_foreign(self) -> str:
        """The `lang` of these words where it is not the visitor's, else nothing."""
        return "" if self.language.code == (get_language() or "ja") else self.language.bcp47
