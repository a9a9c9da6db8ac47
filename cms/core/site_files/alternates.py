"""The addresses of the page of a request in all languages that it is written in."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site

from cms.core.languages_on import languages_on
from cms.core.templatetags.kakehashi import in_visitors_language


def alternates(request: HttpRequest) -> Mapping[str, str] | None:
    """Return address by language code for the page that was routed to, or None where no page was.

    A language in which the page has no words of its own is not among them, although its address answers with the
    words of another language: search engines are to know each text by one address.
    """
    route = getattr(request, "_wagtail_route_for_request", None)
    if not route:
        return None
    found: dict[str, str] | None = getattr(request, "_page_alternates", None)
    if found is None:
        found = _find(route.page, request)
        request._page_alternates = found  # type: ignore[attr-defined]
    return found


def _find(page: Page, request: HttpRequest) -> dict[str, str]:
    known = getattr(request, "_page_family", None)
    if known is None:
        known = Page.objects.filter(translation_key=page.translation_key).select_related("locale")
    family = [member for member in known if member.translation_key == page.translation_key and member.live]
    shown = in_visitors_language(page.get_url(request) or "")
    # Pages may have addresses of their own below them, such as the steps of a guide.
    path = iri_to_uri(request.path)
    rest = path.removeprefix(shown) if shown and path.startswith(shown) else ""
    urls = {member.locale.language_code: f"{member.get_url(request) or ''}{rest}" for member in family}
    on = languages_on(Site.find_for_request(request))
    return {language.code: urls[language.code] for language in on if urls.get(language.code)}
