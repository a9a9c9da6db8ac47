"""What the page of one organisation shows. Nothing here ever reads a contact item that is not public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core.corporate_number import grouped
from cms.core.fiscal_year import FiscalYearRange
from cms.core.templatetags.kakehashi import in_visitors_language

from . import addresses
from .models.choices import ContactKind, Kind, Status
from .models.networks import NetworkMember
from .models.organisations import Organisation
from .words import words_in


@dataclass(frozen=True)
class Share:
    """What `components/meta.html` reads about a page."""

    title: str
    seo_title: str
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
    if text is None:
        live = organisation.texts.filter(live=True).select_related("locale")
        text = words_in(live, get_language() or "ja")
    related = _Related(organisation, request)
    return {
        "organisation": organisation,
        "directory": directory,
        "crumbs": _way(directory, request),
        "keywords": [
            {"label": _keyword_label(item.tag), "url": reverse("keyword", args=[item.tag.slug])}
            for item in organisation.keyword_items.select_related("tag")
        ],
        "ask_centre": organisation.status == Status.ACTIVE and organisation.kind != Kind.PUBLIC,
        "text": text,
        "content_language": None,
        "share": _share(organisation, text),
        "facts": list(facts(organisation, related)),
        "contacts": [_contact(item) for item in organisation.public_contacts] if _reachable(organisation) else [],
        "services": organisation.services.all(),
        "network": organisation.network_profiles.first() if organisation.is_network else None,
        "network_years": related.network_years,
        "meetings": list(organisation.network_meetings.all()) if organisation.is_network else [],
        "members": related.members,
        "networks": related.networks,
        "departments": departments(organisation),
        "programmes": list(organisation.programmes.all()),
        "successor": organisation.successor,
        "successor_url": related.url(organisation.successor),
    }


def _way(directory: Any, request: HttpRequest) -> list[tuple[str, str]]:
    """The steps from the home page to the directory."""
    if directory is None:
        return []
    above = directory.get_ancestors(inclusive=True).filter(depth__gt=2, live=True).select_related("locale")
    return [(page.title, in_visitors_language(page.get_url(request) or "")) for page in above]


def _keyword_label(keyword: Any) -> str:
    return keyword.name if (get_language() or "ja").startswith("ja") else keyword.name_en or keyword.name


def _reachable(organisation: Organisation) -> bool:
    return organisation.status != Status.DISSOLVED


def _share(organisation: Organisation, text: Any) -> Share:
    return Share(
        title=organisation.display_name,
        seo_title=text.seo_title if text else "",
        share_text=(text.search_description or text.summary) if text else "",
        social_image=organisation.social_image or organisation.image,
    )


class _Related:
    """Other organisations that the page names, with their addresses looked up together."""

    def __init__(self, organisation: Organisation, request: HttpRequest) -> None:
        self.organisation = organisation
        self.member_rows: list[NetworkMember] = []
        if organisation.is_network:
            self.member_rows = list(organisation.network_members.select_related("organisation"))
        self.network_rows: list[Any] = []
        self.predecessors: list[Any] = []
        if organisation.pk:
            joined = organisation.network_memberships.select_related("network").filter(network__is_public=True)
            self.network_rows = [row.network for row in joined.order_by("network__sort_key")]
            self.predecessors = list(organisation.predecessors.all())
        named = [row.organisation for row in self.member_rows if row.organisation]
        named += [*self.network_rows, *([organisation.successor] if organisation.successor else [])]
        self.urls = addresses.public_urls(named, request) if named else {}

    def url(self, other: Any) -> str | None:
        return self.urls.get(other.pk) if other else None

    @property
    def members(self) -> list[Member]:
        return [self._member(row) for row in self.member_rows]

    def _member(self, row: NetworkMember) -> Member:
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

    @property
    def network_years(self) -> str:
        profile = self.organisation.network_profiles.first() if self.organisation.is_network else None
        if profile is None:
            return ""
        years = FiscalYearRange.of_years(
            profile.started_fy, profile.ended_fy, ongoing=profile.ongoing and profile.ended_fy is None,
            start_month=self.organisation.fiscal_start_month,
        )  # fmt: skip
        return years.label() if profile.started_fy or profile.ended_fy else ""


def _words(items: Iterable[Any]) -> str:
    return _(", ").join(str(item) for item in items)


def facts(organisation: Organisation, related: _Related) -> Iterable[tuple[str, Any]]:
    """Yield label and value of each fact; a row without a value is left out by the component."""
    yield _("Kind"), organisation.get_kind_display()
    supports = organisation.is_intermediary and organisation.kind != Kind.INTERMEDIARY
    yield _("Intermediary support"), _("Yes") if supports else ""
    yield _("Reading"), organisation.kana if (get_language() or "ja").startswith("ja") else ""
    yield _("Other names"), _words(organisation.other_names)
    yield _("Legal form"), organisation.legal_form
    yield _("Corporate number"), grouped(organisation.corporate_number) if organisation.corporate_number else ""
    yield _("Founded"), organisation.founded
    yield _("Areas"), _words(area.label for area in organisation.areas.all())
    yield _("Subjects"), _words(domain.label for domain in organisation.domains.all())
    yield _("Fields of activity"), _words(npo_field.label for npo_field in organisation.npo_fields.all())
    yield _("For whom"), organisation.targets
    yield _("Languages spoken"), organisation.languages_served
    yield _("Carries on from"), _words(before.display_name for before in related.predecessors)
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


def departments(organisation: Organisation) -> list[DepartmentRow]:
    """The departments of a public body with the names that they had."""
    rows = list(organisation.departments.all())
    japanese = (get_language() or "ja").startswith("ja")
    names = {row.pk: row.name if japanese else row.name_en or row.name for row in rows}
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
