from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.search.queries import MAX_QUERY_LENGTH

from .results import ask, find, link


@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """The results for `q`, of one `kind` or of the best kinds, 20 to a `page`."""
    asked = ask(request.GET)
    address = reverse("site_search")
    found = find(asked, request=request, address=address)
    return TemplateResponse(
        request,
        "core/search.html",
        {
            "asked": asked,
            "found": found,
            "address": address,
            "longest": MAX_QUERY_LENGTH,
            "page_query": link("", q=asked.words, kind=asked.kind).removeprefix("?"),
            "wider_url": link(address, q=f"「{found.kanji}」") if found.kanji and not found.in_parts else "",
            "suggested_links": [(word, link(address, q=word)) for word in found.suggestions],
            "ways_on": [(_("All keywords"), reverse("keyword_index")), (_("Home"), f"/{request.LANGUAGE_CODE}/")],
            "hide_header_search": True,
        },
    )
