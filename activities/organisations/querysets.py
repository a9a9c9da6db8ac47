"""Which organisations."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from wagtail.search.queryset import SearchableQuerySetMixin


class OrganisationQuerySet(SearchableQuerySetMixin, models.QuerySet[Any]):
    """Verbs for lists of organisations."""

    def for_site(self, site: Any) -> OrganisationQuerySet:
        """Those of a site and those shared by all."""
        return self.filter(Q(site=site) | Q(site__isnull=True))

    def public(self) -> OrganisationQuerySet:
        """Those with a page of their own: published and not merged into another."""
        return self.filter(is_public=True).exclude(status="merged")
