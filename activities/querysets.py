"""Which activities."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.core.locales import SOURCE_LANGUAGE

#: The columns of a translation, under the names that they have beside those of the source.
TRANSLATED = {
    "translated_title": "title", "translated_summary": "summary", "translated_path": "url_path",
    "translated_into": "locale__language_code",
}  # fmt: skip


class ActivityPageQuerySet(PageQuerySet):
    """Activities; "source" pages are those that hold the facts."""

    def source(self) -> ActivityPageQuerySet:
        """The pages in the language in which facts are kept: one per activity."""
        return self.filter(locale__language_code=SOURCE_LANGUAGE)

    def shown(self) -> ActivityPageQuerySet:
        """What a visitor may see, one page per activity."""
        return self.live().open_to_all().source()

    def open_to_all(self) -> ActivityPageQuerySet:
        """Like `public()`, within the same query: nothing below a page with a password or a log-in."""
        here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        closed = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
        return self.filter(~Exists(closed))

    def defer_streams(self) -> ActivityPageQuerySet:
        """For lists: without the columns that hold whole bodies."""
        return self.defer("body", "outputs", "sources", "source_notes", "lessons")

    def translated(self, *languages: str) -> ActivityPageQuerySet:
        """With the columns `TRANSLATED` of the live translation into the first of `languages` that there is one in.

        `words.of` reads them, and `words.languages` says which languages these are for a visitor.
        """
        nearest = Case(
            *(When(locale__language_code=code, then=Value(place)) for place, code in enumerate(languages)),
            output_field=IntegerField(),
        )
        other = (
            self.model.objects.live()
            .filter(translation_key=OuterRef("translation_key"), locale__language_code__in=languages)
            .order_by(nearest)
        )
        return self.annotate(**{name: Subquery(other.values(column)[:1]) for name, column in TRANSLATED.items()})

    def carried_out_in(self, year: int) -> ActivityPageQuerySet:
        """Those carried out in a fiscal year, as far as it is known."""
        return self.filter(carried_out_in(year))


def carried_out_in(year: int) -> Q:
    """The condition for "carried out in this fiscal year": an unknown end or start counts as the known one."""
    return (
        Q(start_fy__lte=year, end_fy__gte=year)
        | Q(start_fy__lte=year, end_fy__isnull=True, ongoing=True)
        | Q(start_fy=year, end_fy__isnull=True, ongoing=False)
        | Q(start_fy__isnull=True, end_fy=year)
    )


YEARS_UNKNOWN = Q(start_fy__isnull=True, end_fy__isnull=True)


class ActivityPageManager(PageManager.from_queryset(ActivityPageQuerySet)):  # type: ignore[misc]
    """Manager of activity pages."""

    def facts_of(self, keys: Any) -> dict[Any, Any]:
        """Return the source pages by translation key."""
        return {page.translation_key: page for page in self.source().filter(translation_key__in=keys)}
