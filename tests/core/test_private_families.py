"""A page that staff make private in one language is private in all of them, and open again in all of them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from cms.core.models import SiteLanguages
from home.models import StandardPage
from tests.factories.home import home_page
from tests.factories.organisations import default_site, staff

pytestmark = pytest.mark.django_db
WORDS = {"ja": "役員だけの頁", "en": "For the board alone", "vi": "Chỉ dành cho ban điều hành"}


@pytest.fixture
def family() -> dict[str, StandardPage]:
    """A page in three languages."""
    site = default_site()
    SiteLanguages.objects.update_or_create(site=site, defaults={"codes": ["ja", "en", "vi", "es"]})
    SiteLanguages.for_site(site).save()
    home = home_page("ja")
    for code in ("vi", "es"):
        locale, _made = Locale.objects.get_or_create(language_code=code)
        home.copy_for_translation(locale).save_revision().publish()
    pages = {"ja": home.add_child(instance=StandardPage(title=WORDS["ja"], slug="yakuin", locale=home.locale))}
    for code in ("en", "vi"):
        pages[code] = pages["ja"].copy_for_translation(Locale.objects.get(language_code=code))
        pages[code].title = WORDS[code]
        pages[code].save_revision().publish()
    return pages


def private(pages: dict[str, StandardPage]) -> dict[str, tuple[str, str]]:
    """How each of the pages is private, by its language."""
    kept = PageViewRestriction.objects.filter(page__in=pages.values()).select_related("page__locale")
    return {each.page.locale.language_code: (each.restriction_type, each.password) for each in kept}


def test_a_password_is_asked_for_in_every_language(family: dict[str, StandardPage], client: Client) -> None:
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="password", password="あいことば")
    assert private(family) == dict.fromkeys(WORDS, ("password", "あいことば"))
    for code, page in family.items():
        shown = client.get(page.get_url()).content.decode()
        assert WORDS[code] not in shown
        assert 'type="password"' in shown


def typed(client: Client, page: StandardPage, password: str) -> int:
    """Type a password at the door of a page. Returns the status of the answer."""
    own = PageViewRestriction.objects.get(page=page)
    door = reverse("wagtailcore_authenticate_with_password", args=[own.pk, page.pk])
    return client.post(door, {"password": password, "return_url": page.get_url()}).status_code


def test_the_password_is_typed_once_for_all_languages(family: dict[str, StandardPage], client: Client) -> None:
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="password", password="あいことば")
    other = StandardPage(title="会計", slug="kaikei", locale=family["ja"].locale)
    family["ja"].get_parent().add_child(instance=other)
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="あいことば")
    assert typed(client, family["vi"], "ちがう") == 200
    assert WORDS["ja"] not in client.get(family["ja"].get_url()).content.decode()
    assert typed(client, family["vi"], "あいことば") == 302
    for code, page in family.items():
        assert WORDS[code] in client.get(page.get_url()).content.decode()
    # Another page asks for itself, whatever its password.
    assert 'type="password"' in client.get(other.get_url()).content.decode()


def test_a_guess_in_one_language_counts_in_all(family: dict[str, StandardPage], client: Client) -> None:
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="password", password="あいことば")
    for number in range(10):
        typed(client, family[("ja", "en", "vi")[number % 3]], f"ちがう{number}")
    assert typed(client, family["ja"], "あいことば") == 200


def test_control_a_page_that_nobody_closed_is_open(family: dict[str, StandardPage], client: Client) -> None:
    for code, page in family.items():
        assert WORDS[code] in client.get(page.get_url()).content.decode()


def test_it_makes_no_difference_in_which_language_it_is_changed(family: dict[str, StandardPage]) -> None:
    PageViewRestriction.objects.create(page=family["vi"], restriction_type="login")
    own = PageViewRestriction.objects.get(page=family["en"])
    own.restriction_type, own.password = "password", "べつの言葉"
    own.save()
    assert private(family) == dict.fromkeys(WORDS, ("password", "べつの言葉"))
    PageViewRestriction.objects.get(page=family["ja"]).delete()
    assert private(family) == {}


def test_the_groups_are_the_same_in_every_language(family: dict[str, StandardPage]) -> None:
    board, others = (Group.objects.create(name=name) for name in ("役員", "ほか"))
    own = PageViewRestriction.objects.create(page=family["ja"], restriction_type="groups")
    own.groups.set([others])
    own.groups.set([board])
    kept = PageViewRestriction.objects.filter(page__in=family.values())
    assert [list(each.groups.all()) for each in kept] == [[board]] * 3


def test_a_page_that_is_deleted_opens_nothing(family: dict[str, StandardPage]) -> None:
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="login")
    family.pop("vi").delete()
    assert private(family) == dict.fromkeys(("ja", "en"), ("login", ""))


def test_a_language_that_is_added_later_is_private_at_once(family: dict[str, StandardPage]) -> None:
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="login")
    family["es"] = family["ja"].copy_for_translation(Locale.objects.get(language_code="es"))
    assert private(family)["es"] == ("login", "")


def test_pages_of_other_families_stay_as_they_are(family: dict[str, StandardPage]) -> None:
    other = home_page("ja").add_child(instance=StandardPage(title="だれでも", slug="open", locale=family["ja"].locale))
    PageViewRestriction.objects.create(page=family["ja"], restriction_type="login")
    assert private({"ja": other}) == {}


def test_an_upgrade_closes_what_was_open_in_other_languages(family: dict[str, StandardPage]) -> None:
    board = Group.objects.create(name="役員")
    [own] = PageViewRestriction.objects.bulk_create([PageViewRestriction(page=family["ja"], restriction_type="groups")])
    through = PageViewRestriction.groups.through
    through.objects.bulk_create([through(pageviewrestriction_id=own.pk, group_id=board.pk)])
    assert private(family) == {"ja": ("groups", "")}
    import_module("cms.core.migrations.0011_private_in_all_languages").close_families(apps, None)
    assert private(family) == dict.fromkeys(WORDS, ("groups", ""))
    kept = PageViewRestriction.objects.filter(page__in=family.values())
    assert [list(each.groups.all()) for each in kept] == [[board]] * 3


def test_the_button_says_that_it_holds_for_all_languages(family: dict[str, StandardPage], client: Client) -> None:
    client.force_login(staff("manager"))
    answer = client.get(reverse("wagtailadmin_pages:set_privacy", args=[family["vi"].pk]))
    assert "このページのすべての言語と、その下にあるページに効きます。" in answer.json()["html"]
