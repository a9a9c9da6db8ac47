"""What Lighthouse and the Nu validator say about each page type, and about the screens of registering.

Run by `make audit`.
"""

from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.browser.page_types import PAGE_TYPES
from tests.browser.registration.scenes import SCREENS, centre

pytestmark = pytest.mark.audit
# Lighthouse judges no error page.
ANSWERING = [page_type for page_type in PAGE_TYPES if page_type.status == 200]
WANTED = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
# Search engines have nothing to look for in results of a search, in a form or in somebody's booking.
WANTED_OF_CLOSED = {name: score for name, score in WANTED.items() if name != "seo"}
#: One screen of each template: Lighthouse takes ten seconds for each.
FORMS = [
    screen for screen in SCREENS if screen.name in ("form", "form with slots", "confirmed", "change", "cancel", "lost")
]


def named(case):
    return case.name.replace(" ", "-")


def html_of(url):
    try:
        return urlopen(quote(url, safe=":/?&=%"), timeout=60).read().decode()
    except HTTPError as answer:
        return answer.read().decode()


def is_closed(url):
    """Whether search engines are kept out, by the page or by what comes with it."""
    with urlopen(quote(url, safe=":/?&=%"), timeout=60) as answer:
        return "noindex" in answer.headers.get("X-Robots-Tag", "") or b'name="robots" content="noindex' in answer.read()


def what_is_lost(report, wanted):
    """The scores that are too low, and the audits that lost them; nothing when all are as wanted."""
    scores = {name: category["score"] for name, category in report["categories"].items()}
    print(report["requestedUrl"], scores)
    short = {name: scores[name] for name in wanted if scores[name] is None or scores[name] < wanted[name]}
    audits = [
        f"{audit['id']}: {audit['title']}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] in ("binary", "numeric")
    ]
    return (short, audits) if short else None


def test_the_markup_is_valid(address, validator):
    assert validator(html_of(address)) == []


@pytest.mark.parametrize("page_type", ANSWERING, ids=named, indirect=True)
def test_lighthouse_has_nothing_to_say(address, lighthouse):
    assert what_is_lost(lighthouse(address), WANTED_OF_CLOSED if is_closed(address) else WANTED) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("screen", [screen for screen in SCREENS if not screen.sends], ids=named)
def test_the_markup_of_registering_is_valid(live_server, validator, screen, language):
    centre()
    assert validator(html_of(live_server.url + screen.make(language))) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("screen", FORMS, ids=named)
def test_lighthouse_has_nothing_to_say_of_registering(live_server, lighthouse, screen, language):
    centre()
    assert what_is_lost(lighthouse(live_server.url + screen.make(language)), WANTED_OF_CLOSED) is None
