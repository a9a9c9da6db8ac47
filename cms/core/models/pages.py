"""What every page of the site has."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from cms.core.locales import Language, language_of
from cms.core.page_copies import PageCopyForm
from cms.core.page_form import PageForm
from cms.core.version_rows import relations_of, rows_of_version
from cms.plugin_host.gates import pages


class BasePage(Page):
    """The base of all page types: a picture for sharing and the language that the words are in."""

    social_image = models.ForeignKey(
        "media.CustomImage",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when somebody shares the page, for example on LINE. 1200 by 630 pixels or larger."),
    )

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("social_image")],
            heading=_("Search engines and sharing"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Menu")),
    ]

    class Meta:
        abstract = True

    #: Whether the page is a frame in the visitor's language around few words of its own: a list, the home page. Its
    #: template marks these words with `words_lang`; of other pages, the whole is marked as in the page's language.
    speaks_to_visitor = False

    #: Whether its pages in other languages are shown only while the one in the source language is.
    follows_source = False

    # Set where routing found the page: the pages above it, itself in all languages, whether it is restricted itself.
    found_above: Sequence[Page] | None = None
    found_translations: Sequence[Page] | None = None
    is_restricted = True

    #: Written by `save`, once and when all of the page is there.
    search_auto_update = False

    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> None:
        """As Wagtail's; the page's entries in both indexes are written when its rows are saved too."""
        # It reads models as it is loaded.
        from cms.core.page_entries import written_once

        with written_once(self, kwargs.get("update_fields")):
            super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's, without a query where routing has seen that there are none."""
        way = [self, *(self.found_above or ())]
        # The root page is never on the way; it cannot be restricted. Aliases answer to their sources.
        if self.found_above is None or any(page.is_restricted or page.alias_of_id for page in way):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def serve_password_required_response(self, request: HttpRequest, form: Form, action_url: str) -> HttpResponse:
        """As Wagtail's, in the frame of the site and without a word of the page."""
        return TemplateResponse(
            request, settings.WAGTAIL_PASSWORD_REQUIRED_TEMPLATE, {"form": form, "action_url": action_url}
        )

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """As modelcluster's: a version, with its rows read all at once and none under the key of another page's."""
        relations = relations_of(cls)
        own = {name: value for name, value in data.items() if name not in relations}
        page = super().from_serializable_data(own, check_fks, strict_fks)
        if page is not None:
            for name in relations.keys() & data.keys():
                setattr(page, name, rows_of_version(relations[name], data[name], page.pk, check_fks))
        return page

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """As Wagtail's; a plugin's page type also keeps to the parents that its contribution names."""
        return super().can_exist_under(parent) and pages.may_stand_under(cls, parent)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """As Wagtail's; page types of plugins that are off are not offered."""
        return super().can_create_at(parent) and pages.is_offered(cls, parent)

    def get_lock(self) -> Any:
        """As Wagtail's; while its plugin is off, a page can be read and not changed."""
        return pages.lock_of(self) or super().get_lock()

    @property
    def language(self) -> Language:
        """The language that the words of this page are written in."""
        return language_of(self.locale.language_code)

    @property
    def share_title(self) -> str:
        """What cards of the page are headed with where somebody shares it."""
        return self.seo_title or self.title

    @property
    def share_text(self) -> str:
        """What search engines and share cards say about the page; page types add their own lead."""
        return self.search_description

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        visitors = language_of(get_language() or "")
        context["content_language"] = visitors if self.speaks_to_visitor else self.language
        if self.speaks_to_visitor:
            context["words_language"] = self.language
            context["words_lang"] = "" if self.language == visitors else self.language.bcp47
        return context
