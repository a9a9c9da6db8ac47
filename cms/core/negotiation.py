"""Which language a first visit is answered in: what the browser asks for, among what the site has. Never by place."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Site

from . import sites
from .languages_on import languages_on
from .locales import Language, language_named
from .public_pages import at_addresses

#: Where the note stands that says who chose the language, and leads to the others.
NOTE = "by-browser"
# A longer header is nobody's browser.
LONGEST_HEADER = 500


def accepted(request: HttpRequest) -> list[Language]:
    """Return the languages of the registry that the browser asks for, the most wanted first."""
    header = request.headers.get("accept-language", "")[:LONGEST_HEADER]
    found = (_nearest(tag) for tag, _weight in parse_accept_lang_header(header))
    return list(dict.fromkeys(language for language in found if language is not None))


def _nearest(tag: str) -> Language | None:
    """Return what a tag such as pt-BR, zh-Hant-TW or en-GB means here: itself or the language it is a kind of."""
    parts = tag.split("-")
    tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((found for found in map(language_named, tags) if found), None)


def choose(request: HttpRequest, *, site: Site | None, written_in: Iterable[str]) -> Language:
    """Return the language for a visitor who has not chosen one.

    written_in: codes of the languages that the page has words in. One of these wins; else one that is on, in which the
    page around the words and its forms are; else the first one of the site.
    """
    shown = languages_on(site)
    wanted = [language for language in accepted(request) if language in shown]
    written = set(written_in)
    return next((language for language in wanted if language.code in written), next(iter(wanted), shown[0]))


def written_at(site: Site | None, components: Sequence[str]) -> list[str]:
    """Return the codes of the languages that have a live page at a path below the home page. One query at most."""
    if site is None:
        return []
    rest = "".join(f"{component}/" for component in components)
    known = sites.known()
    roots = {path.root_path: path.language_code for path in known.root_paths if path.site_id == site.pk}
    addresses = {f"{root}{rest}": code for root, code in roots.items()}
    live: Iterable[str]
    if rest:
        live = at_addresses(addresses).filter(live=True).values_list("url_path", flat=True)
    else:
        live = [page.url_path for page in known.pages if page.url_path in addresses and page.live]
    return [addresses[address] for address in live]


def leading_to(language: Language, address: str) -> str:
    """Return the address with the note on who chose the language, where it is another than the site is written in."""
    return address if language.is_japanese else f"{address}#{NOTE}"
