"""What the page of one organisation shows. Nothing here ever reads a contact item that is not public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core.corporate_number import grouped
from cms.core.fiscal_year import FiscalYearRange
from cms.core.models.site_settings import in_language
from cms.core.templatetags.kakehashi import Crumb, crumb_of
from cms.core.untranslated import untranslated

from . import addresses, legal_forms, small_rows
from .models.choices import ContactKind, Kind, Status
from .models.organisations import Organisation
from .small_rows import MemberRow, SmallRows
from .words import words_in


@dataclass(frozen=True)
class Share:
    """What `components/meta.html` reads about a page."""

    share_title: str
    share_text: str
    social_image: Any


@dataclass(frozen=True)
class Contact:
    """A public way to reach the organisation. `url` is a link that may be followed, or empty."""

    kind: str
    kind_label: str
    value: str
    label: str
    note: str
    url: str
    map_url: str = ""


@dataclass(frozen=True)
class Member:
    """A member of a network: a name, perhaps with an address or with how many there are."""

    name: str
    lang: str
    url: str | None
    count: str
    note: str


def build(
    *, organisation: Organisation, request: HttpRequest, directory: Any = None, text: Any = None
) -> dict[str, Any]:
    """Return the context of the page. text: the words to show, for a preview; else the published ones."""
    small = small_rows.read(organisation)
    if text is None:
        text = words_in(small.texts, get_language() or "ja")
    is_network = organisation.is_network
    related = _Related(organisation, small, request)
    return {
        "organisation": organisation,
        "directory": directory,
        "crumbs": _way(directory, request),
        "keywords": [{"label": word.label, "url": reverse("keyword", args=[word.slug])} for word in small.keywords],
        "ask_centre": organisation.status == Status.ACTIVE and organisation.kind != Kind.PUBLIC,
        "text": text,
        "content_language": None,
        "share": _share(organisation, text),
        "facts": list(facts(organisation, small)),
        "contacts": [_contact(item) for item in small.contacts] if _reachable(organisation) else [],
        "services": small.services,
        "network": small.profiles[0] if is_network and small.profiles else None,
        "network_years": _network_years(organisation, small),
        "meetings": small.meetings if is_network else [],
        "members": related.members,
        "networks": related.networks,
        "departments": departments(organisation, small.departments),
        "programmes": small.programmes,
        "successor": small.successors[0] if small.successors else None,
        "successor_url": related.url(small.successors[0] if small.successors else None),
    }


def _way(directory: Any, request: HttpRequest) -> list[Crumb]:
    """The steps from the home page to the directory; routing has found the pages above it."""
    if directory is None:
        return []
    above = getattr(directory, "found_above", None)
    if above is None:
        above = directory.get_ancestors().select_related("locale")
    steps = [*(page for page in above if page.depth > 2 and page.live), directory]
    return [crumb_of(page, request) for page in steps]


def _reachable(organisation: Organisation) -> bool:
    return organisation.status != Status.DISSOLVED


def _share(organisation: Organisation, text: Any) -> Share:
    return Share(
        share_title=(text.seo_title if text else "") or organisation.display_name,
        share_text=(text.search_description or text.summary) if text else "",
        social_image=organisation.social_image or organisation.image,
    )


class _Related:
    """Other organisations that the page names, with their addresses looked up together."""

    def __init__(self, organisation: Organisation, small: SmallRows, request: HttpRequest) -> None:
        self.member_rows = small.members if organisation.is_network else []
        self.network_rows = small.networks
        named = [row.organisation for row in self.member_rows if row.organisation]
        named += [*self.network_rows, *small.successors]
        self.urls = addresses.public_urls(named, request) if named else {}

    def url(self, other: Any) -> str | None:
        return self.urls.get(other.pk) if other else None

    @property
    def members(self) -> list[Member]:
        return [self._member(row) for row in self.member_rows]

    def _member(self, row: MemberRow) -> Member:
        count = ""
        if row.count is not None:
            count = _("about %(number)s") % {"number": row.count} if row.is_approximate else str(row.count)
        if row.organisation:
            return Member(
                row.organisation.display_name, row.organisation.name_lang, self.url(row.organisation), count, row.note
            )
        return Member(row.name, "ja", None, count, row.note)

    @property
    def networks(self) -> list[Member]:
        return [Member(row.display_name, row.name_lang, self.url(row), "", "") for row in self.network_rows]


def _network_years(organisation: Organisation, small: SmallRows) -> str:
    profile = small.profiles[0] if organisation.is_network and small.profiles else None
    if profile is None or not (profile.started_fy or profile.ended_fy):
        return ""
    years = FiscalYearRange.of_years(
        profile.started_fy, profile.ended_fy, ongoing=profile.ongoing and profile.ended_fy is None,
        start_month=organisation.fiscal_start_month,
    )  # fmt: skip
    return years.label()


def _words(items: Iterable[Any]) -> str:
    """Names in a row, each marked where it has none in the visitor's language."""
    return format_html_join(_(", "), "{}", ((untranslated(item),) for item in items))


def facts(organisation: Organisation, small: SmallRows) -> Iterable[tuple[str, Any]]:
    """Yield label and value of each fact; a row without a value is left out by the component."""
    yield _("Kind"), organisation.get_kind_display()
    supports = organisation.is_intermediary and organisation.kind != Kind.INTERMEDIARY
    yield _("Intermediary support"), _("Yes") if supports else ""
    yield _("Reading"), organisation.kana if (get_language() or "ja").startswith("ja") else ""
    yield _("Other names"), _words(organisation.other_names)
    yield _("Legal form"), legal_forms.spoken(organisation.legal_form)
    yield _("Corporate number"), grouped(organisation.corporate_number) if organisation.corporate_number else ""
    yield _("Founded"), organisation.founded
    yield _("Areas"), _words(area.label for area in small.areas)
    yield _("Subjects"), _words(domain.label for domain in small.domains)
    yield _("Fields of activity"), _words(npo_field.label for npo_field in small.npo_fields)
    yield _("For whom"), untranslated(in_language(organisation.targets, organisation.targets_en))
    languages = in_language(organisation.languages_served, organisation.languages_served_en)
    yield _("Languages spoken"), untranslated(languages)
    yield _("Carries on from"), _words(before.display_name for before in small.predecessors)
    if organisation.website:
        yield _("Website"), format_html('<a href="{0}" rel="external">{0}</a>', organisation.website)


def _contact(item: Any) -> Contact:
    links = {
        ContactKind.TELEPHONE: f"tel:{''.join(c for c in item.value if c.isdigit() or c == '+')}",
        ContactKind.MAIL: f"mailto:{item.value}",
    }
    url = links.get(item.kind, "")
    if item.kind in (ContactKind.WEB, ContactKind.SNS, ContactKind.OTHER) and item.value.startswith(
        ("http://", "https://")
    ):
        url = item.value
    maps = ""
    if item.kind == ContactKind.ADDRESS:
        maps = f"https://www.google.com/maps/search/?api=1&query={quote(item.value)}"
    return Contact(item.kind, str(item.get_kind_display()), item.value, item.label, item.note, url, maps)


@dataclass(frozen=True)
class DepartmentRow:
    """A department with the years of its name and what it became."""

    name: str
    years: str
    successor: str


def departments(organisation: Organisation, rows: Sequence[Any]) -> list[DepartmentRow]:
    """The departments of a public body with the names that they had."""
    names = {row.pk: in_language(row.name, row.name_en) for row in rows}
    return [
        DepartmentRow(
            name=names[row.pk],
            years=_years(row, organisation.fiscal_start_month),
            successor=names.get(row.successor_id, ""),
        )
        # The present ones first, then those that became something else.
        for row in sorted(rows, key=lambda row: row.successor_id is not None)
    ]


def _years(row: Any, start_month: int) -> str:
    if not row.from_fy and not row.to_fy:
        return ""
    return FiscalYearRange.of_years(row.from_fy, row.to_fy, start_month=start_month).label()
