"""Headers and refusals that hold for every page."""

from collections.abc import Callable
from functools import cache
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site, get_page_models

from cms.plugin_api import HtmlFilter, Registry, SearchKind
from cms.plugin_host import guard

from . import from_the_left, generations, negotiation, sites
from .languages_on import nearest_on
from .locales import LOCALES, Language, language_named, language_of
from .models.routing import DEEPEST

PAGE_PREFIXES = tuple(f"/{code}/" for code in LOCALES)
ADMIN_PREFIX = "/admin/"
#: Stands in a screen of the admin that has Wagtail's editor of rich text.
RICH_TEXT = b"wagtailadmin/js/draftail"
STAFF_PREFIXES = (ADMIN_PREFIX, "/documents/")


class RefuseControlCharacters:
    """Answer 400 to an address with a NUL: PostgreSQL cannot store it, and no person types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(_("This address contains characters that cannot be used."))
        return self.get_response(request)


class LanguageOfAddress(LocaleMiddleware):
    """Django's, narrowed to the languages of the site, and a 404 that a view of ours gave stays one.

    Django leads from any 404 without a language to the same address with one; the page tree answers there to
    everything, so a missing thing of the admin or the API would become a search for a page.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        prefix = request.path_info.split("/", 2)[1] if request.path_info.startswith("/") else ""
        named = language_named(prefix) if prefix else None
        if named is None:
            super().process_request(request)
            _speak(request, _outside_of_pages(request))
            return None
        site = Site.find_for_request(request)
        shown = nearest_on(site, named.code)
        # What is sent is taken in the language it was written in; a preview is of a page as it will be.
        if prefix != shown.code and request.method in ("GET", "HEAD") and not getattr(request, "is_preview", False):
            return _at_prefix(request, prefix, shown.code, is_for_good=named == shown)
        super().process_request(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404:
            return super().process_response(request, response)  # type: ignore[no-any-return]
        if request.resolver_match is not None:
            response.headers.setdefault("Content-Language", get_language() or "")
            return response
        site = Site.find_for_request(request)
        components = [part for part in request.path_info.split("/") if part]
        written_in = negotiation.written_at(site, components) if len(components) <= DEEPEST else ()
        language = negotiation.choose(request, site=site, written_in=written_in)
        _speak(request, language)
        answer = super().process_response(request, response)
        if isinstance(answer, HttpResponseRedirect):
            answer["Location"] = negotiation.leading_to(language, answer["Location"])
        return answer  # type: ignore[no-any-return]


def _speak(request: HttpRequest, language: Language) -> None:
    translation.activate(language.code)
    request.LANGUAGE_CODE = language.code  # type: ignore[attr-defined]


def _outside_of_pages(request: HttpRequest) -> Language:
    """The language of an address without one: for staff one that the admin speaks, else one of the site's."""
    if request.path_info.startswith(STAFF_PREFIXES):
        spoken = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
        wanted = (language for language in negotiation.accepted(request) if language.code in spoken)
        return next(wanted, LOCALES[settings.LANGUAGE_CODE])
    # Without a look at the site: most of these addresses have no words.
    wanted = (language for language in negotiation.accepted(request))
    return next(wanted, LOCALES[settings.LANGUAGE_CODE])


def _at_prefix(request: HttpRequest, prefix: str, code: str, *, is_for_good: bool) -> HttpResponseBase:
    """Lead to the same address in another language; for good where only the language's code is written otherwise."""
    address = request.get_full_path()
    rest = address.removeprefix(f"/{escape_uri_path(prefix)}").lstrip("/")
    kind = HttpResponsePermanentRedirect if is_for_good else HttpResponseRedirect
    return kind(f"/{code}/{rest}")


class Remember:
    """Let public addresses use what this process remembers, and know their site and all page types.

    The types are read at once when the process does not know them yet. Asked one by one, each type of page on the way
    would cost a query of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/" and not request.path.startswith(PAGE_PREFIXES):
            return self.get_response(request)
        with generations.one_request():
            ContentType.objects.get_for_models(*self._kinds())
            sites.introduce(request)
            return self.get_response(request)

    @staticmethod
    @cache
    def _kinds() -> list[type[models.Model]]:
        return [*get_page_models(), *(apps.get_model(kind.model) for kind in Registry.loaded(SearchKind))]


class FilterHtml:
    """Hand finished public pages to the filters that are on for the site, one after another, each in the guard.

    Before them digits are made to run from the left on pages that are written from the right.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PAGE_PREFIXES) or not self._is_page(response):
            return response
        if language_of(getattr(request, "LANGUAGE_CODE", "")).dir == "rtl":
            self._put(response, from_the_left.in_html(response.content.decode(response.charset)))
        site = Site.find_for_request(request)
        for found in Registry.of(HtmlFilter, site):
            if guard.call(found, _is_wanted, found, request, fallback=False, site=site):
                self._filter(found, request, response, site)
        return response

    @staticmethod
    def _is_page(response: HttpResponse) -> bool:
        return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")

    @classmethod
    def _filter(cls, found: HtmlFilter, request: HttpRequest, response: HttpResponse, site: Site | None) -> None:
        before = response.content.decode(response.charset)
        after = guard.call(found, _as_text, found, request, response, before, fallback=before, site=site)
        if after != before:
            cls._put(response, after)

    @staticmethod
    def _put(response: HttpResponse, html: str) -> None:
        response.content = html.encode(response.charset)
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))


def _is_wanted(found: HtmlFilter, request: HttpRequest) -> bool:
    return guard.must_be(found.wanted(request), bool)  # type: ignore[no-any-return]


def _as_text(found: HtmlFilter, request: HttpRequest, response: HttpResponse, html: str) -> str:
    return guard.must_be(found.change(request, response, html), str)  # type: ignore[no-any-return]


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy on public pages, Wagtail's needs added in the admin, and its rich text's where that is."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if report_only:
            return PolicyParts()
        # A view may add to the policy of its own page (`csp.decorators.csp_update`, `csp_replace`).
        return PolicyParts(
            config=_policy_of(request, response),
            update=getattr(response, "_csp_update", None),
            replace=getattr(response, "_csp_replace", None),
            nonce=getattr(request, "_csp_nonce", None),
        )


def _policy_of(request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
    if not request.path.startswith(ADMIN_PREFIX):
        return settings.PUBLIC_CONTENT_SECURITY_POLICY
    if isinstance(response, HttpResponse) and RICH_TEXT in response.content:
        return settings.RICH_TEXT_CONTENT_SECURITY_POLICY
    return settings.ADMIN_CONTENT_SECURITY_POLICY
