"""Which organisations."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf, Substr, Upper
from wagtail.search.queryset import SearchableQuerySetMixin

from . import addresses

_NAME_EN = Coalesce(NullIf("name_en", Value("")), "name")


class OrganisationQuerySet(SearchableQuerySetMixin, models.QuerySet[Any]):
    """Verbs for lists of organisations. Choices over other tables are subqueries: no row comes twice."""

    def for_site(self, site: Any) -> OrganisationQuerySet:
        """Those of a site and those shared by all."""
        return self.filter(Q(site=site) | Q(site__isnull=True))

    def public(self) -> OrganisationQuerySet:
        """Those with a page of their own: published and not merged into another."""
        return self.filter(is_public=True).exclude(status="merged")

    def in_order(self, order: str) -> OrganisationQuerySet:
        """In the order of a directory: "kana", "english", "newest" or "verified"."""
        if order == "newest":
            return self.order_by("-created_at", "-id")
        if order == "verified":
            return self.order_by(F("verified_on").desc(nulls_last=True), "sort_key", "id")
        if order == "english":
            return self.order_by(Lower(_NAME_EN), "id")
        return self.order_by("sort_key", "id")

    def with_initial(self) -> OrganisationQuerySet:
        """With the Latin letter that the name begins with as it stands outside Japanese, as `initial`, else "other"."""
        first = Upper(Substr(_NAME_EN, 1, 1))
        return self.alias(first=first).annotate(
            initial=Case(When(first__in=ascii_uppercase, then=first), default=Value("other"), output_field=CharField())
        )

    def in_areas(self, areas: Iterable[int]) -> OrganisationQuerySet:
        return self._linked("areas", area_id__in=list(areas))

    def in_domains(self, domains: Iterable[int]) -> OrganisationQuerySet:
        return self._linked("domains", domain_id__in=list(domains))

    def in_npo_fields(self, numbers: Iterable[int]) -> OrganisationQuerySet:
        return self._linked("npo_fields", npofield_id__in=list(numbers))

    def with_keyword(self, keyword: int) -> OrganisationQuerySet:
        through = self.model._meta.get_field("keywords").remote_field.through
        return self.filter(pk__in=through.objects.filter(tag_id=keyword).values("content_object_id"))

    def members_of(self, networks: Iterable[int]) -> OrganisationQuerySet:
        through = self.model._meta.get_field("network_memberships").related_model
        return self.filter(pk__in=through.objects.filter(network_id__in=list(networks)).values("organisation_id"))

    def with_addresses(self, site: Any) -> OrganisationQuerySet:
        """Set `address` of every row when they are fetched: two more queries, however many rows."""
        rows = self.all()
        rows._address_site = site
        return rows

    _address_site: Any = None

    def _clone(self) -> OrganisationQuerySet:
        clone = super()._clone()
        clone._address_site = self._address_site
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._address_site is not None and self._fields is None:
            addresses.set_addresses(self._result_cache or [], self._address_site)

    def _linked(self, name: str, **choice: Any) -> OrganisationQuerySet:
        through = self.model._meta.get_field(name).remote_field.through
        return self.filter(pk__in=through.objects.filter(**choice).values("organisation_id"))
