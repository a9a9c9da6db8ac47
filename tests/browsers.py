"""A real Chromium, and axe-core in it."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

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
DEFAULTS = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": DESKTOP, "reduced_motion": "reduce"}
#: What a site leaves in a browser, but for its cookies and for what was fetched from it.
LEFT_BEHIND = "local_storage,indexeddb,service_workers,cache_storage,file_systems"


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


def new_context(browser: Browser, options: dict[str, object]) -> BrowserContext:
    context = browser.new_context(**(DEFAULTS | options))  # type: ignore[arg-type]
    context.add_init_script(STANDS_STILL)
    return context


def tab(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@contextmanager
def pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a context of its own; takes what `browser.new_context` takes (viewport, storage_state …)."""
    contexts = []

    def open_page(**options: object) -> Page:
        contexts.append(new_context(browser, options))
        return tab(contexts[-1])

    yield open_page
    for context in contexts:
        context.close()


class Workplaces:
    """Contexts that stay open from test to test, for the screens of staff.

    A form of Wagtail's asks for 138 files. In a new context each of them is fetched and compiled anew, which is two
    thirds of what such a screen costs; nobody who works there every day has it so.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._free: dict[str, list[BrowserContext]] = defaultdict(list)

    @contextmanager
    def pages(self) -> Iterator[Callable[..., Page]]:
        """As `pages`, but for what was fetched before. No two pages are in one context at the same time."""
        taken: list[tuple[str, BrowserContext]] = []

        def open_page(**options: object) -> Page:
            kind = repr(sorted(options.items()))
            context = self._free[kind].pop() if self._free[kind] else self._new_context(options)
            taken.append((kind, context))
            return tab(context)

        yield open_page
        for kind, context in taken:
            if leave_as_new(context):
                self._free[kind].append(context)
            else:
                context.close()

    def _new_context(self, options: dict[str, object]) -> BrowserContext:
        context = new_context(self.browser, options)
        visited = VISITED[context] = set()
        context.on("page", lambda page: page.on("framenavigated", lambda frame: visited.add(frame.url)))
        return context


#: Where the pages of a context that is kept have been since it was left as new.
VISITED: WeakKeyDictionary[BrowserContext, set[str]] = WeakKeyDictionary()


def leave_as_new(context: BrowserContext) -> bool:
    """Take everything off that a visit left, but for what was fetched; say whether that could be done.

    Pages go first: what is under way in one of them could set a cookie again.
    """
    try:
        context.set_offline(False)
        broom = context.new_page()
        session = context.new_cdp_session(broom)
        for page in context.pages:
            if page != broom:
                page.close()
        for scheme, host in {urlsplit(url)[:2] for url in VISITED[context]} - {("about", "")}:
            where = {"origin": f"{scheme}://{host}", "storageTypes": LEFT_BEHIND}
            session.send("Storage.clearDataForOrigin", where)
        VISITED[context].clear()
        context.clear_cookies()
        broom.close()
    except Error:
        return False
    return True


@pytest.fixture(scope="session")
def workplaces(browser: Browser) -> Workplaces:
    return Workplaces(browser)


@pytest.fixture
def staff_page(workplaces: Workplaces) -> Iterator[Page]:
    """A page of 1280 px, in Japanese, in a browser that has been at the screens of staff before."""
    with workplaces.pages() as open_page:
        yield open_page()


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


REFUSED: WeakKeyDictionary[BrowserContext, list[str]] = WeakKeyDictionary()


def refusals(page: Page) -> list[str]:
    """What the content security policy refuses on `page` and its frames from now on; fills as it goes."""
    context = page.context
    assert not page.context.pages[1:], "a page for which a list is kept is alone in its context"
    if context not in REFUSED:
        context.expose_binding("tellOfRefusal", lambda _source, refusal: REFUSED[context].append(refusal))
        context.add_init_script(TELLS_OF_REFUSALS)
    REFUSED[context] = []
    return REFUSED[context]
