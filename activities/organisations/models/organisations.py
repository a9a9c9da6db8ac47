"""団体: a body that does something with others. Facts, live at once; its words are `OrganisationText`."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.search import index

from activities.organisations import addresses
from activities.organisations.names import BothNames
from activities.organisations.querysets import OrganisationQuerySet
from activities.organisations.renaming import RemembersNames, reads_the_same
from activities.organisations.validators import no_control_characters
from cms.core.attributions import without_attributions
from cms.core.corporate_number import CorporateNumberModelField
from cms.core.fact_texts import said_anywhere
from cms.core.readings import gojuon_row, sort_key, validate_reading

from .choices import Kind, MonthOfYear, Status, status_kind

LONG_LIST = 2000


class OrganisationKeyword(ItemBase):
    """A keyword of an organisation."""

    tag = models.ForeignKey("core.Keyword", related_name="organisation_items", on_delete=models.CASCADE)
    content_object = ParentalKey("organisations.Organisation", related_name="keyword_items", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="organisations_keyword_once"),
        ]


class Organisation(RemembersNames, BothNames, index.Indexed, ClusterableModel):
    """The facts about an organisation, one row whatever the number of languages.

    `is_public`, `sort_key` and `kana_row` are derived: the first by `OrganisationText`, the others by `derive()`.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="organisations", help_text=_("Without a site, the organisation is shared by all sites."),
    )  # fmt: skip
    slug = models.SlugField(
        _("address"), max_length=100, allow_unicode=True,
        help_text=_("The last part of its web address, for example: npo-akane. The old address keeps working."),
    )  # fmt: skip
    name = models.CharField(
        _("name"), max_length=200, validators=[no_control_characters], help_text=_("For example: 楽笑"),
    )  # fmt: skip
    kana = models.CharField(
        _("reading"), max_length=300, blank=True, validators=[validate_reading],
        help_text=_("In hiragana, without the legal form; lists are sorted by it, for example: らくしょう"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: Kawasaki Civic Activity Center"),
    )  # fmt: skip
    aliases = models.TextField(
        _("other names"), max_length=LONG_LIST, blank=True, validators=[no_control_characters],
        help_text=_("Short names and former names, one per line; a search finds them too."),
    )  # fmt: skip
    kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=Kind.choices, default=Kind.NPO,
        help_text=_("What sort of body it is, whatever its legal form."),
    )  # fmt: skip
    is_intermediary = models.BooleanField(
        _("intermediary support"), default=False,
        help_text=_("It supports the activities of other groups, for example with advice or places."),
    )  # fmt: skip
    legal_form = models.CharField(
        _("legal form"), max_length=60, blank=True, validators=[no_control_characters],
        help_text=_("For example: 特定非営利活動法人"),
    )  # fmt: skip
    corporate_number = CorporateNumberModelField(
        _("corporate number"), blank=True,
        help_text=_("13 digits. Only the check digit is looked at, not whether the body exists."),
    )  # fmt: skip
    founded = models.CharField(
        _("founded"), max_length=40, blank=True, validators=[no_control_characters],
        help_text=_("As far as it is known, for example: 1998年, 平成10年4月"),
    )  # fmt: skip
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("start of the fiscal year"), choices=MonthOfYear.choices, default=MonthOfYear.APRIL,
        help_text=_("The month in which its fiscal year starts; April for most."),
    )  # fmt: skip
    npo_fields = ParentalManyToManyField(
        "organisations.NpoField", verbose_name=_("fields of activity"), blank=True, related_name="organisations",
        help_text=_("The twenty fields of the NPO act; choose as many as fit."),
    )  # fmt: skip
    domains = ParentalManyToManyField(
        "organisations.Domain", verbose_name=_("subjects"), blank=True, related_name="organisations",
        help_text=_("The centre's own words for what it works on, for example: 多文化, 子ども"),
    )  # fmt: skip
    areas = ParentalManyToManyField(
        "organisations.Area", verbose_name=_("areas"), blank=True, related_name="organisations",
        help_text=_("Where it is at work, for example: 静岡県浜松市"),
    )  # fmt: skip
    targets = models.CharField(
        _("people it is for"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: 外国につながる子どもと家族"),
    )  # fmt: skip
    targets_en = models.CharField(
        _("people it is for, in English"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: children and families from abroad"),
    )  # fmt: skip
    languages_served = models.CharField(
        _("languages spoken"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("In which it can be spoken to, for example: 日本語, ポルトガル語"),
    )  # fmt: skip
    languages_served_en = models.CharField(
        _("languages spoken, in English"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: Japanese, Portuguese"),
    )  # fmt: skip
    website = models.URLField(_("website"), max_length=500, blank=True, help_text=_("For example: https://example.jp/"))
    status = models.CharField(
        pgettext_lazy("organisation", "status"), max_length=20, choices=Status.choices, default=Status.ACTIVE,
        help_text=_("To merge it into another organisation, use the button for merging."),
    )  # fmt: skip
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="predecessors", help_text=_("The organisation that carries on; its address takes over."),
    )  # fmt: skip
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True,
        help_text=_("The day on which somebody last made sure that this is right, for example: 2026-05-01"),
    )  # fmt: skip
    image = models.ForeignKey(
        "media.CustomImage", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Of its people or its place. Make sure that those shown agree."),
    )  # fmt: skip
    social_image = models.ForeignKey(
        "media.CustomImage", verbose_name=_("picture for sharing"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Shown when somebody shares the page; without one, the picture above."),
    )  # fmt: skip
    keywords = ClusterTaggableManager(
        through=OrganisationKeyword, blank=True, verbose_name=_("keywords"), related_name="organisations",
        help_text=_("Words by which people look for it; the same words as on activities and guides."),
    )  # fmt: skip
    is_public = models.BooleanField(_("public"), default=False, editable=False)
    sort_key = models.CharField(max_length=600, editable=False, default="")
    kana_row = models.CharField(max_length=8, editable=False, default="")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects: ClassVar[Any] = OrganisationQuerySet.as_manager()

    FOUND_BY = ("name", "name_en", "kana", "aliases")

    search_fields = [
        index.SearchField("name", boost=10),
        index.AutocompleteField("name"),
        index.SearchField("aliases", boost=6),
        index.AutocompleteField("aliases"),
        index.SearchField("kana", boost=6),
        index.AutocompleteField("kana"),
        index.SearchField("name_en", boost=6),
        index.AutocompleteField("name_en"),
        index.SearchField("searchable_predecessors", boost=4),
        index.SearchField("searchable_words"),
        index.RelatedFields("departments", [index.SearchField("name", boost=3)]),
        index.RelatedFields("programmes", [index.SearchField("name", boost=3), index.SearchField("aliases", boost=3)]),
        index.FilterField("id"),
        index.FilterField("site"),
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("is_public"),
        index.FilterField("is_intermediary"),
        index.FilterField("kana_row"),
        index.FilterField("sort_key"),
        index.FilterField("verified_on"),
        index.FilterField("created_at"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="organisations_slug_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(site__isnull=True), name="organisations_shared_slug_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("id")), name="organisations_not_its_own_successor"
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "sort_key", "id"], condition=models.Q(is_public=True), name="organisations_public"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    #: The name that saving has just put among the other names, to tell who renamed it.
    name_kept: str = ""

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        self.derive()
        if update_fields is not None and {"name", "kana"} & {*update_fields}:
            update_fields = {*update_fields, "aliases", "sort_key", "kana_row"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def derive(self) -> None:
        """Fill the derived columns and keep a former name; for those who save without `save()`."""
        self._keep_former_name()
        reading = self.kana or self.name
        self.sort_key = sort_key(reading)[:600]
        self.kana_row = gojuon_row(reading)

    def _keep_former_name(self) -> None:
        """Who knows only the name that it had finds it, and its activities, by the other names."""
        before = self.names_read["name"] if self.names_read else self.name
        self.name_kept = ""
        if before == self.name:
            return
        others = [name for name in self.other_names if name != self.name]
        if not reads_the_same(before, self.name) and before not in others:
            kept = "\n".join([before, *others])
            if len(kept) <= LONG_LIST:
                self.name_kept, others = before, [before, *others]
        self.aliases = "\n".join(others)

    @property
    def other_names(self) -> list[str]:
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]

    @property
    def searchable_predecessors(self) -> str:
        """The names of those that it carries on from: who looks for them finds it."""
        return "\n".join(f"{before.name}\n{before.aliases}" for before in self.predecessors.all())

    @property
    def searchable_words(self) -> str:
        """The published words and the name in all languages. Contact items are never part of it."""
        live = self.texts.filter(live=True).values_list("summary", "purpose", "notes") if self.pk else ()
        words = [strip_tags(f"{summary}\n{purpose}\n{without_attributions(notes)}") for summary, purpose, notes in live]
        return "\n".join([*words, *said_anywhere([self.name])[1:]])

    #: Set where the filters of directories are asked about many rows at once.
    known_area_ids: frozenset[int] | None = None
    known_keyword_ids: frozenset[int] | None = None

    @property
    def area_ids(self) -> frozenset[int]:
        if self.known_area_ids is not None:
            return self.known_area_ids
        return frozenset(area.pk for area in self.areas.all())

    @property
    def area_names(self) -> str:
        """The areas, for a ledger."""
        return "、".join(area.name for area in self.areas.all())

    @property
    def area_codes(self) -> str:
        """The codes of those areas that have one, for a ledger."""
        return "、".join(area.code for area in self.areas.all() if area.code)

    @property
    def keyword_ids(self) -> frozenset[int]:
        if self.known_keyword_ids is not None:
            return self.known_keyword_ids
        return frozenset(item.tag_id for item in self.keyword_items.all())

    @property
    def status_kind(self) -> str:
        """The shape that goes with the status: see `components/status.html`."""
        return status_kind(self.status)

    @property
    def is_network(self) -> bool:
        return self.kind == Kind.NETWORK

    def public_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of its page: below the first live directory that lists it; None when there is none."""
        return addresses.public_url(self, request)


class FormerSlug(models.Model):
    """A slug that an organisation had before: its address leads to where the organisation is now."""

    site = models.ForeignKey("wagtailcore.Site", null=True, blank=True, on_delete=models.CASCADE)
    slug = models.SlugField(_("former address"), max_length=100, allow_unicode=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="organisations_former_slug_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(site__isnull=True), name="organisations_shared_former_slug_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
