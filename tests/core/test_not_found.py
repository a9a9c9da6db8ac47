"""Who looks at the demo sees of an address that is not there what visitors see."""

import pytest
from django.test import Client

from tests.factories.home import StandardPageFactory

#: In Japanese, and what Django says of itself with DEBUG.
OURS, DJANGOS = "ページが見つかりません", "DEBUG = True"


@pytest.fixture
def client(db, settings):
    settings.DEBUG = True
    StandardPageFactory(slug="here")
    return Client(headers={"accept-language": "ja"})


def said(answer) -> tuple[int, bool, bool]:
    text = answer.content.decode()
    return answer.status_code, OURS in text, DJANGOS in text


@pytest.mark.parametrize("path", ["/ja/nowhere/", "/ja/here/nowhere/", "/ja/registrations/nowhere/", "/nowhere.txt"])
def test_the_page_of_the_site_answers(client, path):
    assert said(client.get(path, follow=True)) == (404, True, False)


def test_a_page_that_is_there_answers_itself(client):
    assert said(client.get("/ja/here/")) == (200, False, False)


@pytest.mark.parametrize("path", ["/ja/nowhere/", "/nowhere.txt"])
def test_control_without_it_django_shows_how_the_site_is_made(client, settings, path):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SayNotFoundInTheDemoToo")]
    assert said(client.get(path, follow=True)) == (404, False, True)
