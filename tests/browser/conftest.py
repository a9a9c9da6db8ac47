"""Visits to the demo: each page type is opened once in each situation, and tests ask what was seen."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browsers import AXE_OPTIONS
from tests.servers import LiveSite

from .page_types import PAGE_TYPES, SITUATIONS, Demo, PageType, Situation

CONTENT_IMAGES = (".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp")
MISSING_GLYPHS = """() => {
  const canvas = document.createElement("canvas"), size = 32, style = getComputedStyle(document.body).fontFamily;
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `24px ${style}`; pen.textBaseline = "top";
  const draw = (glyph) => { pen.clearRect(0, 0, size, size); pen.fillText(glyph, 2, 2);
    return pen.getImageData(0, 0, size, size).data.join(); };
  const missing = draw("\\u{10fff0}");
  return [...new Set(document.body.innerText)].filter((glyph) => glyph.trim() && draw(glyph) === missing);
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth > window.innerWidth
  ? [...document.querySelectorAll("body *")]
      .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 5).map((part) => part.outerHTML.slice(0, 120)) : []"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a.button, button, a.chip, nav a, summary, select, .check, " +
    "input:not([type=checkbox], [type=radio], [type=hidden])")]
  .map((part) => [part, part.getBoundingClientRect()])
  .filter(([part, box]) => box.width && box.height && box.height < 43.5)
  .filter(([part]) => !part.closest(".breadcrumbs, .prose, .visually-hidden"))
  .map(([part, box]) => `${Math.round(box.height)}px ${part.outerHTML.slice(0, 120)}`)"""

HIDDEN_AND_SEEN = """() => [...document.querySelectorAll("[hidden]")]
  .filter((part) => part.getClientRects().length).map((part) => part.outerHTML.slice(0, 120))"""


@dataclass
class Visit:
    """What was seen of a page."""

    url: str
    status: int = 0
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    missing_glyphs: list[str] = field(default_factory=list)
    small_targets: list[str] = field(default_factory=list)
    hidden_and_seen: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    heading: str = ""
    language: str = ""

    @property
    def weight(self) -> int:
        """Bytes of everything but pictures that belong to the content."""
        return sum(size for url, size in self.sizes.items() if not urlsplit(url).path.endswith(CONTENT_IMAGES))

    @property
    def script_weight(self) -> int:
        return sum(size for url, size in self.sizes.items() if PurePosixPath(urlsplit(url).path).suffix == ".js")

    @property
    def requests(self) -> list[str]:
        return [url for url in self.sizes if not urlsplit(url).path.endswith(CONTENT_IMAGES)]


@pytest.fixture(scope="session")
def demo(live_site: LiveSite) -> Demo:
    return Demo.of_file(live_site.folder / "database.sqlite3")


@pytest.fixture(scope="session")
def visit(
    live_site: LiveSite, browser: Browser, axe: Axe, demo: Demo, thorough: bool
) -> Callable[[PageType, Situation], Visit]:
    """Open a page type in a situation, once."""
    seen: dict[tuple[str, str], Visit] = {}

    def visits(page_type: PageType, situation: Situation) -> Visit:
        key = (page_type.name, situation.name)
        if key not in seen:
            path = demo.path(page_type)
            assert path is not None, f"the demo has no example of “{page_type.name}”"
            code = situation.language_for(page_type).code
            asked = axe if situation.axe == "always" or (situation.axe and thorough) else None
            seen[key] = look(browser, asked, f"{live_site.url}/{code}/{path}", situation)
        return seen[key]

    return visits


def look(browser: Browser, axe: Axe | None, url: str, situation: Situation) -> Visit:
    context = browser.new_context(**situation.options)
    page = context.new_page()
    seen = Visit(url)
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    answer = page.goto(url, wait_until="load")
    assert answer is not None
    seen.status = answer.status
    measure(seen, responses)
    observe(seen, page, situation)
    if axe:
        seen.violations = [
            f"{violation['id']}: {violation['help']} {node['target']} {node['html'][:160]}"
            for violation in axe.run(page, options=AXE_OPTIONS).response["violations"]
            for node in violation["nodes"][:5]
        ]
    context.close()
    # A page that is missing says so in the console of every browser.
    seen.errors = [error for error in seen.errors if "status of 404" not in error or seen.status != 404]
    return seen


def observe(seen: Visit, page: Page, situation: Situation) -> None:
    seen.heading = page.locator("h1").first.inner_text()
    seen.language = page.locator("html").get_attribute("lang") or ""
    seen.sideways = page.evaluate(SIDEWAYS)
    seen.small_targets = page.evaluate(SMALL_TARGETS)
    seen.hidden_and_seen = page.evaluate(HIDDEN_AND_SEEN)
    if situation.axe == "always":
        seen.missing_glyphs = page.evaluate(MISSING_GLYPHS)


def measure(seen: Visit, responses: list[Response]) -> None:
    """Note each request with its bytes on the line, text compressed as a web server does."""
    host = urlsplit(seen.url).netloc
    for response in responses:
        if urlsplit(response.url).scheme not in ("http", "https"):
            continue
        if urlsplit(response.url).netloc != host:
            seen.strangers.append(response.url)
        body = response.body() if response.ok or response.status == 404 else b""
        is_text = response.headers.get("content-type", "").split("/")[0] != "image" or response.url.endswith(".svg")
        seen.sizes[response.url] = len(gzip.compress(body, 6)) if is_text else len(body)


# Of the module's scope: the tests of one visit come after each other, so that no two processes make the same visit.
@pytest.fixture(scope="module", params=PAGE_TYPES, ids=lambda page_type: page_type.name.replace(" ", "-"))
def page_type(request: pytest.FixtureRequest) -> PageType:
    return request.param


@pytest.fixture(scope="module", params=SITUATIONS, ids=lambda situation: situation.name.replace(" ", "-"))
def situation(request: pytest.FixtureRequest) -> Situation:
    return request.param
