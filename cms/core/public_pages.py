"""Which pages everybody may read."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction

P = TypeVar("P", bound=Page)


def without_private(rows: QuerySet[P]) -> QuerySet[P]:
    """Leave out what stands below a page with a view restriction.

    Wagtail's `public()` asks for the restrictions first; here they are part of the rows' own query.
    """
    return rows.exclude(restricted())


def restricted() -> Exists:
    """Whether a row of a query for pages stands below a page with a view restriction, or is one."""
    restrictions = PageViewRestriction.objects.annotate(path_here=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(restrictions.filter(path_here__startswith=F("page__path")))
