"""The public pages of keywords."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.models import FormerKeyword

from .listing import entry_of, groups, index_rows, vocabulary


def home_address(request: HttpRequest) -> str:
    return f"/{request.LANGUAGE_CODE}/"  # type: ignore[attr-defined]


@require_safe
def keyword_index(request: HttpRequest) -> HttpResponse:
    """All keywords in use, in the order of the syllabary."""
    rows = index_rows(Site.find_for_request(request))
    context = {
        "rows": rows,
        "crumbs": [],
        "ways_on": [(_("Home"), home_address(request)), (_("Search"), reverse("site_search"))],
    }
    return TemplateResponse(request, "core/keyword_index.html", context)


@require_safe
def keyword(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that carries a keyword, by kind; with `kind`, one kind page by page."""
    found = next((known for known in vocabulary().values() if known.slug == slug), None)
    if found is None:
        former = FormerKeyword.objects.select_related("keyword").filter(slug=slug).first()
        if former is None:
            raise Http404("no such keyword")
        return HttpResponsePermanentRedirect(reverse("keyword", args=[former.keyword.slug]))
    only, page = request.GET.get("kind", "")[:50], request.GET.get("page", "1")[:10]
    listed = groups(request, found, only=only, page=page)
    if only and not any(group.key == only for group in listed):
        only, listed = "", groups(request, found)
    total = sum(group.count for group in listed)
    entry = entry_of(found, total)
    context = {
        "keyword": found,
        "entry": entry,
        "groups": [group for group in listed if only in ("", group.key)],
        "only": only,
        "total": total,
        "choices": _choices(listed, only, reverse("keyword", args=[found.slug])),
        "crumbs": [(_("Keywords"), reverse("keyword_index"))],
        "ways_on": [(_("All keywords"), reverse("keyword_index")), (_("Search"), reverse("site_search"))],
    }
    return TemplateResponse(request, "core/keyword.html", context)


def _choices(listed: list, only: str, address: str) -> list[dict]:
    """Return the links to all kinds and to each, with counts; none where there is but one kind."""
    if len(listed) < 2:
        return []
    total = sum(group.count for group in listed)
    each = [
        {"label": group.label, "url": f"{address}?kind={group.key}", "count": group.count, "current": group.key == only}
        for group in listed
    ]
    return [{"label": _("All"), "url": address, "count": total, "current": not only}, *each]
