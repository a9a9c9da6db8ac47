"""Forms that anybody sends: whose they are, tickets, robots, limits; what was typed stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path

from cms.core.models import PublicAttempt
from cms.core.public_forms import PublicForm, limits, public_form
from cms.core.public_forms.origin import Origin, address_of, origin_of
from cms.core.public_forms.tickets import LIFETIME, NoTicket, Ticket
from cms.urls import urlpatterns as site_urls

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


class NameForm(PublicForm):
    scope = "test"
    limit = 3
    name = forms.CharField(max_length=20)


@public_form
def name_view(request):
    form = NameForm(request.POST or None, request=request)
    if form.is_valid():
        return HttpResponse(f"thank you {form.key}")
    page = engines["django"].from_string(
        '{% include "components/error_summary.html" with form=form only %}'
        '{% include "components/public_form_hidden.html" with form=form only %}{{ form.name }}'
    )
    return HttpResponse(page.render({"form": form}, request))


urlpatterns = [path("ja/name/", name_view), *site_urls]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def bound(data, *, now=NOW, **headers):
    request = RequestFactory().post("/", data, **(OURS | headers))
    return NameForm(request.POST, request=request, now=now)


def ticket(*, now=NOW - timedelta(minutes=1)):
    return str(Ticket.issue(now=now))


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, Origin.OURS),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, Origin.FOREIGN),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, Origin.FOREIGN),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, Origin.FOREIGN),
        ({"HTTP_ORIGIN": "http://testserver"}, Origin.OURS),
        ({"HTTP_ORIGIN": "https://testserver"}, Origin.FOREIGN),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, Origin.FOREIGN),
        ({"HTTP_ORIGIN": "null"}, Origin.UNKNOWN),
        ({"HTTP_SEC_FETCH_SITE": "none"}, Origin.UNKNOWN),
        ({}, Origin.UNKNOWN),
    ],
)
def test_the_browser_tells_where_a_form_was_sent_from(headers, origin):
    assert origin_of(RequestFactory().post("/", **headers)) is origin


def test_an_origin_that_the_settings_trust_is_ours(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://centre.example.jp"]
    assert origin_of(RequestFactory().post("/", HTTP_ORIGIN="https://centre.example.jp")) is Origin.OURS


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "203.0.113.9"), (5, "127.0.0.1")]
)
def test_forwarded_addresses_are_believed_from_our_own_proxies_alone(settings, proxies, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9, 192.0.2.7")
    assert address_of(request) == address


def test_a_ticket_is_read_back():
    issued = Ticket.issue(now=NOW)
    assert Ticket.read(str(issued), now=NOW + timedelta(hours=1)) == issued


@pytest.mark.parametrize("text", ["", "x", "a.1764579600:forged", "あ" * 200, str(Ticket("k", NOW))[:-1] + "\x00"])
def test_a_forged_ticket_is_none(text):
    with pytest.raises(NoTicket):
        Ticket.read(text, now=NOW)


@pytest.mark.parametrize("age", [LIFETIME + timedelta(seconds=2), timedelta(minutes=-5)])
def test_a_ticket_of_another_day_is_none(age):
    with pytest.raises(NoTicket):
        Ticket.read(str(Ticket.issue(now=NOW - age)), now=NOW)


def test_a_new_form_carries_a_ticket_of_its_own():
    request = RequestFactory().get("/")
    first, second = (NameForm(request=request, now=NOW) for _ in range(2))
    assert first.initial["ticket"] == str(first.issued) != second.initial["ticket"]


def test_sending_twice_is_the_same_attempt():
    sent = ticket()
    assert bound({"ticket": sent, "name": "花子"}).key == bound({"ticket": sent, "name": "花子"}).key


def test_a_silent_browser_needs_a_ticket():
    with_one = bound({"ticket": ticket(), "name": "花子"}, HTTP_SEC_FETCH_SITE="")
    without = bound({"name": "花子"}, HTTP_SEC_FETCH_SITE="")
    assert (with_one.is_valid(), without.is_valid()) == (True, False)
    assert without.has_error("__all__", "again")


def test_a_form_without_a_good_ticket_is_shown_again_with_one_that_will_do():
    form = bound({"ticket": "old", "name": "花子"}, HTTP_SEC_FETCH_SITE="")
    assert not form.is_valid()
    again = bound({"ticket": form["ticket"].value(), "name": form["name"].value()}, HTTP_SEC_FETCH_SITE="")
    again.now = NOW + timedelta(minutes=1)
    assert again.is_valid()
    assert again.cleaned_data["name"] == "花子"


def test_an_old_ticket_does_no_harm_where_the_browser_vouches():
    assert bound({"ticket": ticket(now=NOW - timedelta(days=2)), "name": "花子"}).is_valid()


def test_an_answer_quicker_than_anybody_reads_is_asked_for_once_more():
    form = bound({"ticket": ticket(now=NOW), "name": "花子"})
    assert not form.is_valid()
    assert form.has_error("__all__", "again")


def test_the_trap_is_emptied_and_explained():
    form = bound({"ticket": ticket(), "name": "花子", "homepage": "http://spam.example"})
    assert not form.is_valid()
    assert form.has_error("__all__", "robot")
    assert (form["homepage"].value(), form["name"].value()) == ("", "花子")


def test_a_connection_may_send_so_often_and_no_more():
    sent = [bound({"ticket": ticket(), "name": "花子"}).is_valid() for _ in range(4)]
    assert sent == [True, True, True, False]


def test_another_connection_and_a_later_window_start_from_zero():
    for _ in range(4):
        bound({"ticket": ticket(), "name": "花子"}).is_valid()
    elsewhere = bound({"ticket": ticket(), "name": "花子"}, REMOTE_ADDR="192.0.2.5")
    later = bound({"ticket": ticket(), "name": "花子"}, now=NOW + timedelta(minutes=11))
    assert (elsewhere.is_valid(), later.is_valid()) == (True, True)


def test_no_address_is_kept():
    bound({"ticket": ticket(), "name": "花子"}, REMOTE_ADDR="192.0.2.55").is_valid()
    assert "192.0.2.55" not in str(list(PublicAttempt.objects.values_list()))


def test_counts_of_windows_that_are_over_are_forgotten():
    limits.hit(scope="test", address="192.0.2.1", limit=1, per=timedelta(minutes=10), now=NOW)
    limits.forget(now=NOW + timedelta(minutes=11))
    assert not PublicAttempt.objects.exists()


@pytest.mark.urls(__name__)
class TestView:
    def test_a_form_of_ours_is_taken_without_a_cookie(self, strict):
        page = strict.get("/ja/name/")
        answer = strict.post("/ja/name/", {"name": "花子", "ticket": ticket(now=datetime.now(UTC) - LIFETIME / 2)})
        assert (page.cookies, answer.content[:9]) == ({}, b"thank you")

    def test_a_form_of_another_site_is_refused_whatever_it_carries(self, strict):
        sent = {"name": "花子", "ticket": ticket(now=datetime.now(UTC) - LIFETIME / 2)}
        answer = strict.post("/ja/name/", sent, HTTP_SEC_FETCH_SITE="cross-site")
        assert answer.status_code == 403
        assert "別のサイトから送られました" in answer.content.decode()

    def test_no_cache_keeps_it_and_no_search_engine_lists_it(self, strict):
        page = strict.get("/ja/name/")
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"

    def test_what_was_typed_is_kept(self, strict):
        answer = strict.post("/ja/name/", {"name": "とても長い名前" * 9}, HTTP_SEC_FETCH_SITE="same-origin")
        assert "とても長い名前" * 9 in answer.content.decode()
