"""A real Chromium, and axe-core in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

TELLS_OF_REFUSALS = """document.addEventListener("securitypolicyviolation", (event) =>
  window.tellOfRefusal(`${location.pathname}: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""
# Wagtail's blocks slide open by jQuery, which does not ask for reduced motion: a click on what still slides is lost.
STANDS_STILL = """document.addEventListener("DOMContentLoaded", () => {
  if (window.jQuery) { window.jQuery.fx.off = true } })"""
WHOLE = ("chromium", "chromium-browser", "google-chrome-stable")
# The same engine without windows and menus around it: a page costs half the CPU, one without axe a fourth.
SHELL = ("chromium-headless-shell", "chrome-headless-shell")
# The rest of what axe-core says is a megabyte per page of what is all right.
AXE_OPTIONS = {"resultTypes": ["violations"]}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def chromium(*, whole: bool = False) -> str:
    """Return the path of an installed Chromium; fail the test, with the line to run, when there is none.

    whole: with all that is around the engine, where there is one.
    """
    given = os.environ.get("CHROMIUM")
    names = [*WHOLE, *SHELL] if whole else [*SHELL, *WHOLE]
    found = given or next((path for name in names if (path := shutil.which(name))), None)
    if not found:
        line = "apt-get install -y chromium-headless-shell fonts-noto-cjk"
        pytest.fail(f"no Chromium: {line} (make test does it)", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one per test process."""
    # Playwright keeps an event loop in this thread for the rest of the session, and Django would refuse all queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a context of its own; takes what `browser.new_context` takes (viewport, storage_state …)."""
    contexts = []

    def open_page(**options: object) -> Page:
        defaults = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": DESKTOP, "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | options))
        contexts.append(context)
        context.add_init_script(STANDS_STILL)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """What `pages` gives, for one test."""
    with pages(browser) as open_page:
        yield open_page


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1280 px, in Japanese."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page of 360 px with a touch screen."""
    return new_page(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def console_errors(page: Page) -> list[str]:
    """What the console of `page` says is wrong, refused by the Content-Security-Policy among it; fills as it goes."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


@pytest.fixture(scope="session")
def axe() -> Axe:
    """axe-core; `axe.run(page, options=AXE_OPTIONS)` gives what is wrong."""
    return Axe()


@pytest.fixture(scope="session")
def assert_no_axe_violations(axe: Axe) -> Callable[..., None]:
    """Fail, naming rule, help and elements, when axe-core finds anything on the page, contrast among it."""

    def check(page: Page, context: object = None) -> None:
        violations = axe.run(page, context=context, options=AXE_OPTIONS).response["violations"]
        lines = []
        for violation in violations:
            lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
            lines += [f"    {node['target']}  {node['html'][:160]}" for node in violation["nodes"][:5]]
        assert not violations, f"{page.url}\n" + "\n".join(lines)

    return check


def refusals(page: Page) -> list[str]:
    """What the content security policy refuses on `page` and its frames from now on; fills as it goes."""
    found: list[str] = []
    page.context.expose_binding("tellOfRefusal", lambda _source, refusal: found.append(refusal))
    page.context.add_init_script(TELLS_OF_REFUSALS)
    return found
