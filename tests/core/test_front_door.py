"""The address without a language, health, headers."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("ja", "/ja/"),
        ("en-GB,en;q=0.8", "/en/#by-browser"),
        ("pt-BR,en;q=0.5", "/en/#by-browser"),
        ("xx", "/ja/"),
        ("", "/ja/"),
    ],
)
def test_the_front_door_follows_the_browsers_language(client, accepts, leads_to):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response["Location"]) == (302, leads_to)


def test_the_front_door_tells_caches_what_it_depends_on(client):
    assert "Accept-Language" in client.get("/")["Vary"]


def test_liveness_needs_no_database():
    assert Client().get("/-/live").content == b"ok\n"


def test_readiness_names_what_is_degraded_and_stays_ready(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/-/ready")
    assert (response.status_code, response.json()) == (200, {"ready": True, "degraded": ["redis: no answer"]})


def test_a_nul_in_an_address_is_refused(client):
    assert client.get("/ja/?q=%00").status_code == 400


def test_public_pages_allow_no_inline_script_and_no_third_party(client):
    policy = client.get("/ja/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_an_anonymous_page_sets_no_cookie(client):
    response = client.get("/ja/")
    assert response.status_code == 200
    assert not response.cookies


def test_the_mailbox_is_closed_where_mail_is_really_sent(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert client.get("/dev/mail/", follow=True).status_code == 404
