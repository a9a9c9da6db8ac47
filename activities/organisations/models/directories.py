"""団体一覧: a page that lists organisations and serves a page for each of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Site

from activities.organisations import addresses, listing, profile
from activities.organisations.directory_form import DirectoryForm
from activities.organisations.filters import Filter
from activities.organisations.panels import ListedOrganisationsPanel
from cms.core.comparisons import ChoiceListPanel
from cms.core.models import BasePage

from .choices import Kind, ListOrder, Status
from .texts import FEATURES


class OrganisationDirectoryPage(RoutablePageMixin, BasePage):
    """A list of organisations with its own filter, introduction and order. A site may have several.

    An organisation's own address is below the first live directory whose filter takes it.
    """

    speaks_to_visitor = True

    introduction = RichTextField(
        _("introduction"), blank=True, features=FEATURES, help_text=_("What visitors find in this list.")
    )
    kinds = models.JSONField(
        _("kinds"), default=list, blank=True, help_text=_("Without a choice, organisations of all kinds are listed.")
    )
    statuses = models.JSONField(
        pgettext_lazy("organisation", "status"),
        default=list,
        blank=True,
        help_text=_("Without a choice, dormant and dissolved ones are listed too."),
    )
    intermediaries_only = models.BooleanField(
        _("intermediary support only"), default=False, help_text=_("List only those that support other groups.")
    )
    areas = ParentalManyToManyField(
        "organisations.Area", verbose_name=_("areas"), blank=True, related_name="+",
        help_text=_("Without a choice, organisations of all areas are listed."),
    )  # fmt: skip
    keyword = models.ForeignKey(
        "core.Keyword", verbose_name=_("keyword"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("List only organisations with this keyword."),
    )  # fmt: skip
    order = models.CharField(_("order of the list"), max_length=10, choices=ListOrder.choices, default=ListOrder.KANA)

    base_form_class = DirectoryForm
    subpage_types: list[str] = []
    template = "organisations/directory.html"
    page_description = _("A list of organisations with filters and a search; each organisation gets a page below it.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                ChoiceListPanel("kinds", choices=Kind.choices),
                ChoiceListPanel("statuses", choices=Status.choices),
                FieldPanel("intermediaries_only"),
                FieldPanel("areas"),
                FieldPanel("keyword"),
                FieldPanel("order"),
            ],
            heading=_("Which organisations are listed"),
        ),
        ListedOrganisationsPanel(heading=_("Organisations of this list")),
    ]

    class Meta:
        verbose_name = _("directory of organisations")
        verbose_name_plural = _("directories of organisations")

    #: Set by those who read the areas of all directories at once.
    known_area_ids: frozenset[int] | None = None

    @property
    def area_ids(self) -> frozenset[int]:
        if self.known_area_ids is not None:
            return self.known_area_ids
        return frozenset(area.pk for area in self.areas.all())

    def takes(self, organisation: Any) -> bool:
        """Whether the filter lets this organisation in. Reads areas and keywords only when the filter has them."""
        if self.kinds and organisation.kind not in self.kinds:
            return False
        if self.statuses and organisation.status not in self.statuses:
            return False
        if self.intermediaries_only and not organisation.is_intermediary:
            return False
        if self.area_ids and self.area_ids.isdisjoint(organisation.area_ids):
            return False
        return not self.keyword_id or self.keyword_id in organisation.keyword_ids

    def filter_on(self, site: Site | None) -> Filter:
        """What this directory lists on a site, as a value."""
        return Filter(
            site=site.pk if site else None,
            kinds=tuple(self.kinds),
            statuses=tuple(self.statuses),
            intermediaries_only=self.intermediaries_only,
            areas=tuple(sorted(self.area_ids)) if self.pk else (),
            keyword=self.keyword_id,
            order=self.order,
        )

    def organisations(self, site: Site | None) -> Any:
        """The public organisations that this directory lists, in its order."""
        return self.filter_on(site).rows()

    @property
    def share_text(self) -> str:
        return self.search_description or strip_tags(self.introduction)[:160]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if not getattr(request, "shown_organisation", None):
            context["listing"] = listing.build(directory=self, request=request)
        return context

    @path("<str:slug>/", name="organisation")
    def organisation_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page of one organisation, or the way to where it is now."""
        found = addresses.find(slug=slug, directory=self, request=request)
        if found.moved_to:
            return found.redirect()
        if found.organisation is None:
            raise Http404
        request.shown_organisation = found.organisation  # type: ignore[attr-defined]
        context = profile.build(organisation=found.organisation, request=request, directory=self)
        return self.render(request, template="organisations/organisation.html", context_overrides=context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """This page and the organisations whose own address is below it."""
        site = self.get_site()
        here = self.get_full_url(request)
        own = addresses.listed_here(directory=self, site=site, request=request)
        return [
            *super().get_sitemap_urls(request),
            *({"location": addresses.below(here, row.slug), "lastmod": row.updated_at} for row in own),
        ]
