"""What holds for every kind of page in every language: links stay in it, search engines know the others, foreign words
say what they are.

Each language is read once, page by page: the kinds of pages of the site, and one example of each form and list that
they lead to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import Http404
from django.test import Client
from django.urls import resolve
from wagtail.models import Page

from cms.core.locales import LOCALES
from tests.browser.page_types import PAGE_TYPES, Demo

pytestmark = [pytest.mark.usefixtures("demo_db"), pytest.mark.written]
HOST = "http://localhost"
#: A page of words whose links lead to pages that are translated elsewhere.
FURTHER = ("guides/high-school/3/",)
#: Wagtail's tree answers to every address that is nobody else's; its kinds are those of `PAGE_TYPES`.
TREE = "wagtail_serve"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")
SPOKEN = ("alt", "aria-label", "title", "placeholder")
#: What the visitor typed herself, kana as an example of kana, and names in brackets as they stand on paper.
ALLOWED = re.compile(r"障害|すいぞくかん|みほん はなこ|\([ぁ-んァ-ヶ一-龥]+\)")
#: As these are, others are that are looked at each time: in Latin letters, in Han characters, with words of their own.
LIKE_OTHERS = {"pt-br", "es", "fil", "vi", "zh-hans"}


def of(codes: Iterable[str]) -> pytest.MarkDecorator:
    """Each of these languages; in the longer run those too that are like others."""
    longer = pytest.mark.thorough
    return pytest.mark.parametrize(
        "code", [pytest.param(code, marks=[longer] if code in LIKE_OTHERS else []) for code in codes]
    )


EVERY_LANGUAGE = of(LOCALES)


@dataclass(frozen=True)
class Seen:
    """What was read of a page.

    page_key: of the page of the tree that it belongs to. astray: the paths of links to another language that do not
    say so. spoken: Japanese that is read aloud as another language.
    """

    path: str
    page_key: str
    lang: str
    dir: str
    canonical: str
    alternates: Mapping[str, str]
    links: tuple[str, ...]
    astray: tuple[str, ...]
    unmarked: tuple[str, ...]


READ: dict[str, Seen | None] = {}
VISITED: dict[str, list[Seen]] = {}


def read(path: str) -> Seen | None:
    """Return the page at a path, or None where something else than a page answers."""
    if path not in READ:
        answer = Client(SERVER_NAME="localhost", headers={"accept-language": "ja"}).get(path)
        is_page = answer.status_code in (200, 404) and answer.headers["Content-Type"].startswith("text/html")
        route = getattr(answer.wsgi_request, "_wagtail_route_for_request", None)
        key = str(route.page.translation_key) if route else ""
        READ[path] = _seen(path, key, BeautifulSoup(answer.content, "html.parser")) if is_page else None
    return READ[path]


def visited(code: str) -> list[Seen]:
    """Return all kinds of pages in a language, and one example of each view that they lead to."""
    if code not in VISITED:
        demo = Demo.of_tests()
        below = [*(demo.path(kind) or "" for kind in PAGE_TYPES), *FURTHER]
        paths = [f"/{code}/{quote(path, safe='/?&=%')}" for path in below]
        known, pages = {TREE}, []
        for path in paths:  # grows
            if page := read(path):
                pages.append(page)
                paths += [link for link in _further(page, code, known) if link not in paths]
        VISITED[code] = pages
    return VISITED[code]


def _further(page: Seen, code: str, known: set[str]) -> Iterator[str]:
    for path in page.links:
        if path.startswith(f"/{code}/") and (view := _view_of(path)) and view not in known:
            known.add(view)
            yield path


def _view_of(path: str) -> str:
    try:
        return resolve(unquote(path)).view_name
    except Http404:
        return ""


def _seen(path: str, page_key: str, soup: BeautifulSoup) -> Seen:
    leading = list(_leading(path, soup))
    canonical = soup.find("link", rel="canonical")
    others = soup.find_all("link", rel="alternate", hreflang=True)
    return Seen(
        path, page_key, lang=str(soup.html["lang"]), dir=str(soup.html.get("dir", "ltr")),
        canonical=str(canonical["href"]) if canonical else "",
        alternates={str(link["hreflang"]): str(link["href"]) for link in others},
        links=tuple(to for _tag, to in leading),
        astray=tuple(to for tag, to in leading if _is_astray(path, tag, to)),
        unmarked=tuple(words.strip()[:60] for words, lang in _spoken(soup) if _is_unmarked(words, lang)),
    )  # fmt: skip


def _leading(path: str, soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Yield all that leads elsewhere on this site, with the path that it leads to."""
    for tag in soup.find_all(["a", "form", "link"]):
        to = urlsplit(urljoin(HOST + path, str(tag.get("href") or tag.get("action") or "")))
        if f"{to.scheme}://{to.netloc}" == HOST:
            yield tag, to.path


def _is_astray(path: str, tag: Tag, to: str) -> bool:
    code = path.split("/")[1]
    says_so = tag.get("hreflang") or "canonical" in tag.get("rel", [])
    return to.split("/")[1] in LOCALES.keys() - {code} and not says_so


def _spoken(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield all that is read aloud, with the language that it says to be in."""
    for words in soup.body.find_all(string=JAPANESE):
        # Within written words nobody can say which are Japanese; around them, the site can.
        if words.parent.name not in ("script", "style") and not words.find_parent(class_="rich-text"):
            yield words, _language_around(words.parent)
    for tag in soup.body.find_all(True):
        yield from ((str(tag[name]), _language_around(tag)) for name in SPOKEN if tag.get(name))


def _language_around(tag: Tag | None) -> str:
    return next((str(each["lang"]) for each in (tag, *tag.parents) if each.get("lang")), "") if tag else ""


def _is_unmarked(words: str, lang: str) -> bool:
    return bool(JAPANESE.search(ALLOWED.sub("", words))) and lang.split("-")[0] not in ("ja", "zh")


@EVERY_LANGUAGE
def test_links_stay_in_the_language_or_say_where_they_lead(code: str) -> None:
    assert {page.path: page.astray for page in visited(code) if page.astray} == {}


@EVERY_LANGUAGE
def test_pages_say_language_and_direction(code: str) -> None:
    language = LOCALES[code]
    assert {(page.lang, page.dir) for page in visited(code)} == {(language.bcp47, language.dir)}


@EVERY_LANGUAGE
def test_pages_of_the_tree_name_all_languages_that_they_are_written_in(code: str) -> None:
    """And where there are no words in a language, the address that search engines are to keep is another one's."""
    assert [page.path for page in visited(code) if page.page_key]
    for page in visited(code):
        if not page.page_key:
            continue
        family = Page.objects.filter(translation_key=page.page_key).live().select_related("locale")
        written = {LOCALES[member.locale.language_code] for member in family}
        if len(written) > 1:
            assert page.alternates.keys() == {language.hreflang for language in written} | {"x-default"}, page.path
        if page.canonical:
            assert (f"/{code}/" in page.canonical) == (LOCALES[code] in written), page.path


@EVERY_LANGUAGE
def test_the_languages_of_a_page_name_each_other(code: str) -> None:
    assert [page.path for page in visited(code) if len(page.alternates) > 2]
    for page in visited(code):
        for hreflang, address in page.alternates.items():
            if hreflang == "x-default":
                continue
            other = read(address.removeprefix(HOST))
            assert other, address
            assert other.lang == next(known.bcp47 for known in LOCALES.values() if known.hreflang == hreflang)
            assert other.alternates == page.alternates, (page.path, address)


@of(["en", "pt-br", "es", "vi", "fil", "ur"])
def test_japanese_words_say_that_they_are_japanese(code: str) -> None:
    """Or a screen reader spells them out; Chinese cannot be told apart by its letters."""
    assert {page.path: page.unmarked for page in visited(code) if page.unmarked} == {}
