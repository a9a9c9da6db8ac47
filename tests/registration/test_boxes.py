"""Boxes of plugins at the end of the form: never ticked beforehand, and the registration does not depend on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cms.plugin_api import BoxWords, FormBox, Registry
from events.registration.models import Registration

from .test_registering import BROWSER, address, filled

pytestmark = pytest.mark.django_db
HEARD = []
BOX = FormBox(
    key="letters", plugin="tests", words=lambda request: BoxWords(label="Letters, please", help="Stop at any time."),
    accept=HEARD.append,
)  # fmt: skip
FIELD = "box_tests_letters"


@pytest.fixture(autouse=True)
def box(monkeypatch):
    """The only box there is, contributed by an app."""
    HEARD.clear()
    loaded = Registry.loaded
    boxes = {FormBox: (BOX,)}
    monkeypatch.setattr(Registry, "loaded", staticmethod(lambda kind: boxes.get(kind) or loaded(kind)))
    return lambda **changes: boxes.update({FormBox: (replace(BOX, **changes),)})


def test_the_box_stands_on_the_form_and_is_not_ticked(client, offer):
    page = client.get(address(offer())).content.decode()
    field = next(line for line in page.splitlines() if f'name="{FIELD}"' in line)
    assert "Letters, please" in page
    assert "checked" not in field[field.index(f'name="{FIELD}"') :].partition(">")[0]


def test_a_box_without_words_is_not_there(client, offer, box):
    box(words=lambda request: None)
    assert FIELD not in client.get(address(offer())).content.decode()


def test_ticking_it_tells_the_plugin_who_and_which_words(client, offer):
    row = offer()
    client.post(address(row), filled(row, **{FIELD: "on"}), **BROWSER)
    heard = HEARD[0]
    assert (heard.email, heard.language, heard.words) == (
        "hanako@example.jp",
        "ja",
        "Letters, please\nStop at any time.",
    )
    assert heard.page == address(row)


def test_leaving_it_alone_tells_the_plugin_nothing(client, offer):
    row = offer()
    client.post(address(row), filled(row), **BROWSER)
    assert Registration.objects.count() == 1
    assert HEARD == []


def test_ticking_it_without_a_mail_address_is_said_and_nothing_is_lost(client, offer):
    row = offer()
    page = client.post(address(row), filled(row, email="", **{FIELD: "on"}), **BROWSER).content.decode()
    assert "これを受け取るには、上にメールアドレスを書いてください。" in page
    assert "見本 花子" in page
    assert not Registration.objects.exists()
