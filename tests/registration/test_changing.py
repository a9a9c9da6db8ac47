"""The form by which a party changes its booking, and what happens when somebody else changes it meanwhile."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django import forms
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import Delivery
from events.registration import links, services
from events.registration.choices import LanguageUse
from events.registration.forms.meanwhile import say_what_changed
from events.registration.models import Registration
from events.registration.party import Consent, NeedAsked
from events.registration.tokens import Purpose
from tests.factories import events as made
from tests.factories.events import fresh, staff

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}
AGREED = Consent(version="1", locale="ja", sensitive=True)


@pytest.fixture
def booked(offer):
    return made.registered(offer(), now=timezone.now(), seats=3)


def send(client, registration, below="change/", **data):
    ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
    return client.post(links.path(registration) + below, {"ticket": ticket, **data}, **BROWSER)


def words(response):
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def as_shown(client, registration):
    """Return what the form holds when it is opened."""
    form = client.get(links.path(registration) + "change/").context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"ticket", "homepage"}}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, "", False)}


def change_by_desk(registration, **facts):
    party = made.party(**({"seats": registration.seats} | facts))
    return services.change(registration=registration.pk, party=party, now=timezone.now(), by=staff())


# Two at once -------------------------------------------------------------------------------------------------------


def test_a_form_that_is_out_of_date_overwrites_nothing(client, booked):
    shown = as_shown(client, booked)
    change_by_desk(booked, phone="053-000-7777")
    send(client, booked, **shown | {"name": "新しい 名前"})
    assert (fresh(booked).phone, fresh(booked).name) == ("053-000-7777", booked.name)


def test_what_holds_meanwhile_is_said_at_its_field_and_what_was_typed_is_kept(client, booked):
    shown = as_shown(client, booked)
    change_by_desk(booked, phone="053-000-7777")
    answer = send(client, booked, **shown | {"name": "新しい 名前"})
    assert "053-000-7777" in "".join(answer.context["form"].errors["phone"])
    assert (f'value="{booked.phone}"' in answer.content.decode(), "新しい 名前" in answer.content.decode()) == (
        True,
        True,
    )


def test_sent_once_more_after_that_it_is_done(client, booked):
    shown = as_shown(client, booked)
    change_by_desk(booked, phone="053-000-7777")
    form = send(client, booked, **shown | {"name": "新しい 名前"}).context["form"]
    again = shown | {"name": "新しい 名前", "version": form["version"].value()}
    assert send(client, booked, **again).status_code == 303
    assert fresh(booked).name == "新しい 名前"


def test_a_mistake_does_not_make_an_old_page_a_new_one(client, booked):
    shown = as_shown(client, booked)
    change_by_desk(booked, phone="053-000-7777")
    form = send(client, booked, **shown | {"name": ""}).context["form"]
    assert form["version"].value() == str(booked.version)


@pytest.mark.parametrize("below", ["cancel/", "give-back/"])
def test_the_button_works_after_the_present_state_was_shown(client, booked, below):
    change_by_desk(booked, phone="053-000-7777")
    pressed = {"members": [booked.members.last().pk], "version": booked.version}
    form = send(client, booked, below, **pressed).context["form"]
    assert send(client, booked, below, **pressed | {"version": form["version"].value()}).status_code == 303


# What nobody touches stays ---------------------------------------------------------------------------------------


def asking(offer, *needs, **facts):
    return made.registered(offer(**facts), now=timezone.now(), needs=needs, consent=AGREED)


def needs_of(registration):
    return sorted(registration.needs.values_list("kind", "language", "count"))


def test_an_interpreter_that_is_not_offered_any_more_stays(client, offer):
    booked = asking(offer, NeedAsked(kind="interpreter", language="vi"))
    booked.event.languages.create(code="pt-BR", use=LanguageUse.INTERPRETED)
    send(client, booked, **as_shown(client, booked) | {"phone": "053-000-7777"})
    assert (fresh(booked).phone, needs_of(booked)) == ("053-000-7777", [("interpreter", "vi", 1)])


def test_interpreters_of_two_languages_stay(client, offer):
    booked = asking(offer, *(NeedAsked(kind="interpreter", language=code) for code in ("vi", "pt-BR")))
    send(client, booked, **as_shown(client, booked) | {"phone": "053-000-7777"})
    assert needs_of(booked) == [("interpreter", "pt-BR", 1), ("interpreter", "vi", 1)]


def test_a_count_that_the_form_does_not_offer_stays(client, offer):
    booked = asking(offer, NeedAsked(kind="childcare", count=14), childcare="provided")
    send(client, booked, **as_shown(client, booked) | {"phone": "053-000-7777"})
    assert needs_of(booked) == [("childcare", "", 14)]


def test_a_need_that_staff_noted_on_the_telephone_stays(client, offer):
    booked = asking(offer)
    Registration.objects.update(sensitive_consent_at=None)
    change_by_desk(booked, needs=(NeedAsked(kind="allergy", details="そば"),), consent=None)
    send(client, booked, **as_shown(client, fresh(booked)) | {"phone": "053-000-7777"})
    assert (fresh(booked).phone, needs_of(booked)) == ("053-000-7777", [("allergy", "", 1)])


# A new mail address --------------------------------------------------------------------------------------------------


@pytest.fixture
def verified(offer):
    row = made.registered(offer(verify_first=True), now=timezone.now())
    return services.verify(registration=row.pk, now=timezone.now())


def mails(kind):
    return list(Delivery.objects.filter(mailing__kind=f"registration.{kind}").values_list("address", flat=True))


def with_new_address(client, row):
    return send(client, row, **as_shown(client, row) | {"email": "new@example.jp"})


def test_a_new_address_is_not_a_confirmed_one(client, verified):
    with_new_address(client, verified)
    assert (fresh(verified).verified_at, fresh(verified).state) == (None, "confirmed")


def test_a_new_address_is_asked_and_the_old_one_told(client, verified):
    with_new_address(client, verified)
    assert (mails("verify")[1:], mails("address_changed")) == (["new@example.jp"], [verified.email])


def test_the_new_address_hears_how_it_stands_when_it_is_confirmed(client, verified):
    with_new_address(client, verified)
    services.verify(registration=verified.pk, now=timezone.now())
    assert mails("changed") == ["new@example.jp"]


def test_without_verification_both_addresses_are_told(client, booked):
    with_new_address(client, booked)
    assert (mails("changed"), mails("address_changed")) == (["new@example.jp"], [booked.email])


def test_what_the_old_address_is_told_holds_neither_the_new_one_nor_a_link(client, booked):
    with_new_address(client, booked)
    text = Delivery.objects.get(mailing__kind="registration.address_changed").mailing.text
    assert ("new@example.jp" in text, "/registrations/manage/" in text) == (False, False)


def test_links_in_mails_to_the_old_address_open_nothing_any_more(client, booked):
    before = links.path(booked)
    with_new_address(client, booked)
    assert client.get(before).status_code == 404


def test_who_changed_the_address_goes_on_with_a_new_link(client, booked):
    answer = with_new_address(client, booked)
    assert (answer.status_code, client.get(answer["Location"]).status_code) == (303, 200)


def test_a_new_address_that_is_not_confirmed_yet_is_pointed_out(client, verified):
    answer = with_new_address(client, verified)
    assert "新しいメールアドレス new@example.jp" in words(client.get(answer["Location"]))


def test_mails_that_wait_for_the_old_address_do_not_leave_any_more(client, booked):
    with_new_address(client, booked)
    old = Delivery.objects.filter(address=booked.email).values_list("mailing__kind", "state")
    assert sorted(old) == [("registration.address_changed", "pending"), ("registration.confirmed", "withdrawn")]


def test_confirming_the_address_of_a_cancelled_booking_tells_nobody(client, offer):
    row = made.registered(offer(verify_first=True), now=timezone.now())
    services.cancel(registration=row.pk, now=timezone.now())
    before = Delivery.objects.count()
    services.verify(registration=row.pk, now=timezone.now())
    assert Delivery.objects.count() == before


def test_everything_holds_after_a_new_address(client, verified):
    with_new_address(client, verified)
    assert services.reconcile(now=timezone.now()) == []


# News by post --------------------------------------------------------------------------------------------------------


def test_the_postal_address_is_folded_until_it_is_known(client, booked):
    folded = client.get(links.path(booked) + "change/").content.decode()
    Registration.objects.update(postal_address="架橋市1-2")
    unfolded = client.get(links.path(booked) + "change/").content.decode()
    assert ['data-opens-for="post" open' in page for page in (folded, unfolded)] == [False, True]


def test_news_by_post_need_an_address(client, booked):
    answer = send(client, booked, **as_shown(client, booked) | {"contact_pref": "post"})
    assert answer.context["form"].errors["postal_address"]
    assert 'data-opens-for="post" open' in answer.content.decode()


# Another centre's site -------------------------------------------------------------------------------------------


@pytest.fixture
def other_site(booked, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return Site.objects.create(hostname="other.example", root_page=made.default_site().root_page)


@pytest.mark.parametrize("purpose", [Purpose.MANAGE, Purpose.VERIFY, Purpose.OFFER])
def test_a_link_opens_nothing_on_the_site_of_another_centre(client, booked, other_site, purpose):
    path = links.path(booked, purpose=purpose)
    ours, theirs = client.get(path), client.get(path, headers={"host": other_site.hostname})
    assert (ours.status_code, theirs.status_code) == (200, 404)
    assert booked.name not in theirs.content.decode()


def test_no_field_of_the_two_ways_to_find_a_booking_is_called_optional(client):
    """Sent empty, it is asked for: one of the two ways is needed."""
    assert "任意" not in client.get("/ja/registrations/lost/").content.decode()


def test_a_lost_mail_of_another_centre_is_not_sent(client, booked, other_site):
    ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
    known = {"ticket": ticket, "code": booked.code, "kana": booked.kana, "phone_end": booked.phone[-4:]}
    client.post("/ja/registrations/lost/", known, headers={"host": other_site.hostname}, **BROWSER)
    assert mails("link") == []


@pytest.mark.parametrize(("language", "said"), [("ja", "手話、託児"), ("en", "手話, 託児")])
def test_several_that_hold_meanwhile_are_joined_as_the_reader_joins_them(language, said):
    class Wishes(forms.Form):
        wishes = forms.MultipleChoiceField(choices=[("sign", "手話"), ("care", "託児")], required=False)

    form = Wishes({"wishes": ["sign"]})
    with translation.override(language):
        say_what_changed(form, {"wishes": ["sign", "care"]})
        assert said in str(form.errors["wishes"])
