"""Lists of persons in the admin are searched by a POST.

Names, telephone numbers and mail addresses do not belong into addresses, which servers log and browsers keep.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

LONGEST = 150


class SearchByPost:
    """Goes before Wagtail's IndexView; the template includes "core/search_by_post.html" where the words are typed.

    What is found is shown on one page of `MOST` rows: the number of a page is sent without the words.
    """

    MOST = 200
    is_searchable = False  # by Wagtail's own box, which sends a GET

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def search_query(self) -> str:
        # PostgreSQL looks for no text with a NUL, and no person types one.
        return self.request.POST.get("q", "").replace("\x00", "").strip()[:LONGEST]  # type: ignore[attr-defined,no-any-return]

    def get_paginate_by(self, queryset: Any) -> int:
        return self.MOST if self.is_searching else super().get_paginate_by(queryset)  # type: ignore[attr-defined,misc]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(*args, **kwargs)  # type: ignore[misc]
        return found | {"is_searching": self.is_searching, "words": self.search_query, "most": self.MOST}  # type: ignore[attr-defined]
