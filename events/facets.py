"""Facets of the list of events. Counts are lengths of the lists they lead to: both are made by the same rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.spoken_dates import on_its_clock
from events import helps
from events.asking import COMING, PAST, YES, Asked
from events.registration.choices import Audience, EventKind, LanguageUse, Mode, SpokenLanguage
from events.rows import Row
from events.spoken_months import say_month
from events.statuses import Status

MOST_OPTIONS = 24
ONLINE = "online"


@dataclass(frozen=True)
class Option:
    """One value of a facet; `count` is the length of the list with this value alone in its facet."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A facet as `components/facets.html` takes it."""

    name: str
    label: str
    options: Sequence[Option]
    open: bool = False

    @property
    def has_selection(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Judged:
    """An event with all that a visitor can choose it by: values by facet."""

    row: Row
    status: Status
    values: Mapping[str, frozenset[str]]

    def fits(self, asked: Asked, *, without: str = "") -> bool:
        return all(name == without or not self.values[name].isdisjoint(wanted) for name, wanted in asked.chosen.items())


def judge(row: Row, status: Status) -> Judged:
    """Work out by what an event can be chosen."""
    event = row.event
    months = {on_its_clock(date.starts_at).strftime("%Y-%m") for date in row.dates if not date.is_cancelled}
    places = set(row.places) | ({ONLINE} if event.mode != Mode.IN_PERSON else set())
    return Judged(
        row,
        status,
        {
            "kind": frozenset({event.kind}),
            "month": frozenset(months),
            "fy": frozenset(_years(row)),
            "lang": frozenset(language.code for language in row.languages if language.use != LanguageUse.WRITTEN),
            "place": frozenset(places),
            "audience": frozenset(event.audience),
            "help": frozenset(helps.offered(event, row.languages)),
            "free": frozenset({YES} if status.is_free else set()),
            "keyword": frozenset(tag.slug for tag in row.keywords),
        },
    )


def _years(row: Row) -> set[str]:
    if row.dates:
        return {str(FiscalYear.of(on_its_clock(date.starts_at).date()).year) for date in row.dates}
    return {str(row.event.fiscal_year)} if row.event.fiscal_year else set()


def facets(judged: Sequence[Judged], asked: Asked) -> list[Facet]:
    """Return the facets that have something to choose, with counts."""
    labels = _labels(judged)
    found = []
    for name, title, is_open in _titles(asked):
        counts = Counter(value for each in judged if each.fits(asked, without=name) for value in each.values[name])
        chosen = asked.chosen.get(name, ())
        wanted = _ordered(name, {*counts, *chosen}, counts, chosen, labels[name])
        options = [Option(value, labels[name](value), counts[value], value in chosen) for value in wanted]
        found.append(Facet(name, title, options, open=is_open))
    return found


def _titles(asked: Asked) -> list[tuple[str, str, bool]]:
    days = ("month", _("Month"), True) if asked.when == COMING else ("fy", _("Fiscal year"), True)
    free = [("free", pgettext("event", "Places"), True)] if asked.when == COMING else []
    return [
        ("kind", pgettext("event", "Kind"), True), days, *free, ("place", _("Place"), False),
        ("lang", _("Languages spoken"), False), ("audience", _("For whom"), False),
        ("help", _("Help on the day"), False), ("keyword", _("Keywords"), False),
    ]  # fmt: skip


def _labels(judged: Sequence[Judged]) -> dict[str, Callable[[str], str]]:
    """What people read for a value, by facet."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    tags = {tag.slug: tag for each in judged for tag in each.row.keywords}

    def keyword(slug: str) -> str:
        tag = tags.get(slug)
        if tag is None:
            return slug
        return str(tag.name if language.code == SOURCE_LANGUAGE else tag.name_en or tag.name)

    return {
        "kind": lambda value: str(EventKind(value).label),
        "month": lambda value: say_month(value, language=language),
        "fy": lambda value: str(FiscalYear(int(value))),
        "lang": lambda value: SpokenLanguage(value).marked,
        "place": lambda value: _("Online") if value == ONLINE else value,
        "audience": lambda value: str(Audience(value).label),
        "help": lambda value: str(helps.LABELS[value]),
        "free": lambda value: _("Free places now"),
        "keyword": keyword,
    }


def _ordered(
    name: str, values: set[str], counts: Counter[str], chosen: Sequence[str], label: Callable[[str], str]
) -> list[str]:
    fixed: Mapping[str, Sequence[str]] = {
        "kind": EventKind.values, "lang": SpokenLanguage.values, "audience": Audience.values,
    }  # fmt: skip
    if name in fixed:
        return [value for value in fixed[name] if value in values]
    if name == "month":
        return sorted(values)
    if name == "fy":
        return sorted(values, reverse=True)
    # The commonest say most; what is chosen is always among them.
    return sorted(values, key=lambda value: (value not in chosen, -counts[value], label(value)))[:MOST_OPTIONS]


__all__ = ["COMING", "ONLINE", "PAST", "Facet", "Judged", "Option", "facets", "judge"]
