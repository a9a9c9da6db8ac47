"""Awarded grants: on pages, for staff, as open data."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from wagtail.models import GroupSitePermission, Site

from activities.organisations.models import Organisation
from plugins.grants.models import Award, Funder, GrantProgramme, GrantSettings

SCHEMAS = Path(__file__).parent / "schemas"
#: Under which the package names the schema of one grant.
GRANT = "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json"


CHECKER = FormatChecker()


@CHECKER.checks("date-time")
def _is_a_moment(value) -> bool:
    """A day alone is no moment: the standard says of dates that they are one of both."""
    return "T" in str(value)


def errors_of(package) -> list[str]:
    schema = json.loads((SCHEMAS / "360-giving-package-schema.json").read_text())
    grant = DRAFT202012.create_resource(json.loads((SCHEMAS / "360-giving-schema.json").read_text()))
    validator = Draft202012Validator(schema, registry=Registry().with_resource(GRANT, grant), format_checker=CHECKER)
    return [error.message for error in validator.iter_errors(package)]


@pytest.fixture
def award(grant):
    def make(**facts):
        given = {"recipient_name": "まちの会", "title": "居場所づくり", "amount": 300_000, "awarded_on": "2026-03-20"}
        programme = facts.pop("programme", None) or grant(f"助成{Award.objects.count()}")
        return Award.objects.create(programme=programme, **(given | facts))

    return make


def read(client):
    return json.loads(client.get("/ja/grants/awarded.json").content)


def test_the_open_data_are_as_the_standard_asks(client, award, site, call, grant):
    body = Organisation.objects.create(name="川の会", slug="kawa", site=site, corporate_number="5050005005266")
    programme = grant("まちづくり助成")
    award(
        programme=programme, call=call(programme, closes_on="2026-01-20"), recipient=body, recipient_name="",
        description="川の学習", from_fy=2026, to_fy=2027,
    )  # fmt: skip
    award(title="長い題" * 60)
    package = read(client)
    assert errors_of(package) == []
    last, first = sorted(package["grants"], key=lambda each: each["title"] == "居場所づくり")
    assert first["recipientOrganization"] == [{"id": "JP-JCN-5050005005266", "name": "川の会"}]
    assert first["plannedDates"] == [{"startDate": "2026-04-01", "endDate": "2028-03-31"}]
    assert (first["fromOpenCall"], last.get("fromOpenCall")) == ("Yes", None)  # unknown is not "No"
    assert first["grantProgramme"][0]["title"] == "まちづくり助成"


def test_the_check_of_the_standard_finds_what_is_missing(client, award):
    award()
    package = read(client)
    del package["grants"][0]["awardDate"]
    assert errors_of(package)


def test_what_does_not_say_enough_is_left_out(client, award):
    award(amount=None)
    award(awarded_on=None)
    award(recipient_name="")
    assert client.get("/ja/grants/awarded.json")["Content-Type"].startswith("text/html")
    award(title="足りている")
    assert [each["title"] for each in read(client)["grants"]] == ["足りている"]


@pytest.mark.parametrize(("language", "words"), [
    ("ja", "助成の実績は、まだありません"), ("en", "There is no record of awarded grants yet"),
])  # fmt: skip
def test_without_awarded_grants_the_address_says_so_on_a_page(client, site, language, words):
    answer = client.get(f"/{language}/grants/awarded.json")
    assert answer["Content-Type"].startswith("text/html")
    assert words in answer.content.decode()


def _ids(package):
    found = [package["grants"][0]["id"]]
    for role in ("recipientOrganization", "fundingOrganization"):
        found.append(package["grants"][0][role][0]["id"])
    return found


def test_identifiers_stay_where_the_site_moves_to_another_address(client, award, site):
    award(recipient=Organisation.objects.create(name="山の会", slug="yama", site=site), recipient_name="")
    before = _ids(read(client))
    site.hostname = "testserver"
    site.save()
    assert _ids(read(client)) == before
    assert all(each.startswith("360G-") for each in before)


def test_an_organisation_has_one_identifier_in_all_its_grants(client, award, site):
    body = Organisation.objects.create(name="山の会", slug="yama", site=site)
    award(recipient=body, recipient_name="")
    award(recipient=body, recipient_name="", title="ほか")
    found = {each["recipientOrganization"][0]["id"] for each in read(client)["grants"]}
    assert len(found) == 1


def test_a_publisher_that_is_registered_uses_its_own_prefix(client, award, site):
    award()
    GrantSettings.objects.create(site=site, publisher_prefix="360G-kakehashi")
    assert all(each.startswith("360G-kakehashi-") for each in _ids(read(client)))
    assert errors_of(read(client)) == []


@pytest.mark.parametrize("text", ["kakehashi", "360G-", "360G-架橋", "360G-a b", "360G-a\n"])
def test_what_is_no_prefix_is_refused_at_its_field(site, text):
    with pytest.raises(ValidationError) as refused:
        GrantSettings(site=site, publisher_prefix=text).full_clean()
    assert list(refused.value.message_dict) == ["publisher_prefix"]


def test_the_number_of_queries_does_not_depend_on_how_many(client, award):
    def count():
        read(client)
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    award()
    few = count()
    for number in range(8):
        award(title=f"事業{number}")
    assert count() == few


def test_a_file_that_is_known_is_not_sent_again(client, award):
    award()
    first = client.get("/ja/grants/awarded.json")
    again = client.get("/en/grants/awarded.json", headers={"if-none-match": first["ETag"]})
    assert first["Content-Type"] == "application/json"
    assert again.status_code in (200, 304)
    assert client.get("/ja/grants/awarded.json", headers={"if-none-match": first["ETag"]}).status_code == 304


def _post(programme, **facts):
    empty = dict.fromkeys(
        ("call", "recipient", "recipient_name", "title_en", "description", "amount", "awarded_on", "from_fy", "to_fy",
         "activity"), "",
    )  # fmt: skip
    return empty | {"programme": programme.pk, "title": "居場所づくり"} | facts


def test_staff_enter_an_awarded_grant_with_its_activity(admin_client, grant, site):
    model = apps.get_model("activities.ActivityPage")
    home = site.root_page.specific
    page = model(title="居場所", slug="ibasho", locale=home.locale)
    home.add_child(instance=page)
    data = _post(grant(), recipient_name="まちの会", amount=300_000, awarded_on="2026-03-20", activity=page.pk)
    answer = admin_client.post(reverse("grant_awards:add"), data)
    assert answer.status_code == 302
    made = Award.objects.get()
    assert (made.activity_key, made.site, made.amount) == (page.translation_key, site, 300_000)
    assert "まちの会" in admin_client.get(reverse("grant_awards:list")).content.decode()
    words = admin_client.get(reverse("grant_awards:edit", args=[made.pk])).content.decode()
    assert "居場所" in words


def test_only_organisations_and_grants_of_the_own_site_can_be_chosen(admin_client, grant, site):
    other = Site.objects.create(hostname="other.example", root_page_id=site.root_page_id)
    far = Organisation.objects.create(name="よその会", slug="yoso", site=other)
    near = Organisation.objects.create(name="ここの会", slug="koko", site=site)
    programme = grant("ここの助成")
    words = admin_client.get(reverse("grant_awards:add")).content.decode()
    assert "ここの助成" in words
    assert "/snippets/choose/organisations/organisation/" in words  # a chooser with a search
    assert "ここの会" not in words
    refused = admin_client.post(reverse("grant_awards:add"), _post(programme, recipient=far.pk))
    assert refused.status_code == 200
    assert not Award.objects.exists()
    admin_client.post(reverse("grant_awards:add"), _post(programme, recipient=near.pk))
    assert Award.objects.get().recipient == near


def test_the_filter_names_no_grant_that_was_awarded_at_another_site(client, award, site):
    award()
    other = Site.objects.create(hostname="other.example", root_page_id=site.root_page_id)
    funder = Funder.objects.create(site=other, name="よその財団")
    far = GrantProgramme.objects.create(site=other, funder=funder, name="よその助成")
    award(programme=far, title="よその実績")
    editor = get_user_model().objects.create_user("grants", "grants@example.jp", "a long password")
    group = Group.objects.create(name="grants")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_award")
    GroupSitePermission.objects.create(group=group, site=site, permission=change)
    editor.groups.add(group)
    client.force_login(editor)
    words = client.get(reverse("grant_awards:list")).content.decode()
    assert "よその助成" not in words
    assert Award.objects.get(site=site).programme.name in words


def test_an_activity_of_another_site_is_refused(admin_client, grant, site):
    model = apps.get_model("activities.ActivityPage")
    root = site.root_page.get_parent()
    home = type(site.root_page.specific)(title="よそ", slug="yoso", locale=site.root_page.locale)
    root.add_child(instance=home)
    Site.objects.create(hostname="other.example", root_page=home)
    page = model(title="よその活動", slug="far", locale=home.locale)
    home.add_child(instance=page)
    answer = admin_client.post(reverse("grant_awards:add"), _post(grant(), recipient_name="まちの会", activity=page.pk))
    assert answer.status_code == 200
    assert not Award.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("ja", "居場所づくり"), ("en", "A place to be")])
def test_an_award_is_named_in_the_visitor_s_language(award, language, words):
    with override(language):
        assert award(title_en="A place to be").display_title == words


def test_bad_input_is_said_at_its_field(admin_client, grant, call):
    other = call(grant("ほかの助成"), closes_on="2026-12-20")
    answer = admin_client.post(reverse("grant_awards:add"), _post(grant(), call=other.pk, from_fy="2027", to_fy="2026"))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "受けた団体を選ぶか、名前を書いてください。" in words
    assert "ほかの助成金の募集です。" in words
    assert "終わりの年度が始まりの年度より前になっています。" in words
    assert not Award.objects.exists()
