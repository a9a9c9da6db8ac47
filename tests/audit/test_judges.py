"""What Lighthouse and the Nu validator say about each page type. Run by `make audit`."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.page_types import PAGE_TYPES

pytestmark = pytest.mark.audit
# Lighthouse judges no error page.
ANSWERING = [page_type for page_type in PAGE_TYPES if page_type.status == 200]
WANTED = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}


def html_of(url):
    try:
        return urlopen(url, timeout=20).read().decode()
    except HTTPError as answer:
        return answer.read().decode()


def test_the_markup_is_valid(address, validator):
    assert validator(html_of(address)) == []


@pytest.mark.parametrize("page_type", ANSWERING, ids=lambda page_type: page_type.name.replace(" ", "-"), indirect=True)
def test_lighthouse_has_nothing_to_say(address, page_type, lighthouse):
    report = lighthouse(address)
    scores = {name: category["score"] for name, category in report["categories"].items()}
    print(page_type.name, scores)
    lost = [
        f"{audit['id']}: {audit['title']}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] in ("binary", "numeric")
    ]
    short = {name: score for name, score in scores.items() if score < WANTED[name]}
    assert not short, (scores, lost)
