"""What staff do with organisations in the admin, as the groups that they belong to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site
from wagtail.test.utils.form_data import querydict_from_html

from activities.organisations import models
from cms.core import moderation
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, default_site, staff

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/words/add/"


@pytest.fixture
def directory():
    return DirectoryFactory(slug="all")


@pytest.fixture
def workflow():
    return moderation.ensure_workflow(site=default_site())


def log_in(client, role):
    user = staff(role)
    client.force_login(user)
    return user


def typed(client, url, **values):
    """What the browser would send from the form at `url`, with some values typed in."""
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, getattr(response, "url", ""))
    data = querydict_from_html(response.content.decode(), form_index=form_number(response))
    data = data.copy()
    for name in [name for name in data if name.endswith("-is_public") and data[name] == ""]:
        data[name] = "on"  # as browsers send a tick without a value of its own
    for name, value in values.items():
        data[name] = value
    return data


def form_number(response):
    """The editor's form is the one that has the name of the organisation."""
    from bs4 import BeautifulSoup

    forms = BeautifulSoup(response.content, "html.parser").find_all("form")
    return next(n for n, form in enumerate(forms) if form.find(attrs={"name": "facts-name"}))


def contact(data, number, *, value, kind="tel", public=False):
    prefix = f"facts-contact_items-{number}"
    data[f"{prefix}-kind"], data[f"{prefix}-value"], data[f"{prefix}-label"], data[f"{prefix}-note"] = (
        kind,
        value,
        "",
        "",
    )
    data[f"{prefix}-ORDER"], data[f"{prefix}-DELETE"], data[f"{prefix}-id"] = str(number + 1), "", ""
    if public:
        data[f"{prefix}-is_public"] = "on"
    data["facts-contact_items-TOTAL_FORMS"] = str(number + 1)


def words_of(organisation):
    return organisation.texts.get(locale__language_code="ja")


def edit_url(organisation):
    return reverse("organisation_words:edit", args=[words_of(organisation).pk])


def test_an_editor_registers_an_organisation_as_a_draft(client, directory):
    log_in(client, "editor")
    data = typed(client, ADD, **{"facts-name": "楽笑", "facts-kana": "らくしょう", "summary": "パン屋をいとなむ。"})
    contact(data, 0, value="0533-00-0000")
    response = client.post(ADD, data)
    organisation = models.Organisation.objects.get(name="楽笑")
    assert response.status_code == 302, response.context["form"].errors
    assert (organisation.site, organisation.slug, organisation.is_public) == (default_site(), "楽笑", False)
    assert [item.is_public for item in organisation.contact_items.all()] == [False]
    assert client.get("/ja/all/楽笑/").status_code == 404


def test_an_editor_cannot_publish_and_a_moderator_can(client, directory):
    organisation = OrganisationFactory(slug="one", text=None)
    log_in(client, "editor")
    add = f"{ADD}?organisation={organisation.pk}&locale=ja"
    client.post(add, typed(client, add, **{"summary": "下書き", "action-publish": "1"}))
    assert not words_of(organisation).live
    log_in(client, "moderator")
    url = edit_url(organisation)
    client.post(url, typed(client, url, **{"action-publish": "1"}))
    assert client.get("/ja/all/one/").status_code == 200


def test_facts_are_saved_live_while_words_stay_a_draft(client, directory):
    organisation = OrganisationFactory(slug="one")
    log_in(client, "editor")
    url = edit_url(organisation)
    client.post(url, typed(client, url, **{"facts-legal_form": "一般社団法人", "summary": "新しい文章"}))
    html = client.get("/ja/all/one/").content.decode()
    assert "一般社団法人" in html
    assert "新しい文章" not in html


def test_making_a_contact_private_works_at_once_and_no_revision_brings_it_back(client, directory):
    organisation = OrganisationFactory(slug="one")
    models.ContactItem.objects.create(organisation=organisation, value="0533-11-1111", is_public=True)
    log_in(client, "moderator")
    url = edit_url(organisation)
    client.post(url, typed(client, url, **{"summary": "はじめの文章", "action-publish": "1"}))
    first = words_of(organisation).latest_revision
    data = typed(client, url)
    del data["facts-contact_items-0-is_public"]
    client.post(url, data)
    assert "0533-11-1111" not in client.get("/ja/all/one/").content.decode()
    first.publish()
    assert "はじめの文章" in client.get("/ja/all/one/").content.decode()
    assert "0533-11-1111" not in client.get("/ja/all/one/").content.decode()
    assert "0533-11-1111" not in str(first.content)


def test_words_are_scheduled(client, directory):
    organisation = OrganisationFactory(text=None)
    log_in(client, "moderator")
    later = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    add = f"{ADD}?organisation={organisation.pk}&locale=ja"
    client.post(add, typed(client, add, **{"summary": "明後日から", "go_live_at": later, "action-publish": "1"}))
    text = words_of(organisation)
    assert not text.live
    assert text.scheduled_revision is not None


def test_words_go_through_the_workflow_of_the_site(client, directory, workflow):
    organisation = OrganisationFactory(text=None, slug="one")
    log_in(client, "editor")
    add = f"{ADD}?organisation={organisation.pk}&locale=ja"
    client.post(add, typed(client, add, **{"summary": "見てください", "action-submit": "1"}))
    text = words_of(organisation)
    assert text.workflow_in_progress
    log_in(client, "moderator")
    url = edit_url(organisation)
    data = typed(client, url, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    client.post(url, data)
    assert words_of(organisation).live
    assert "見てください" in client.get("/ja/all/one/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "needle"),
    [
        ("facts-corporate_number", "7000012050003", "facts-corporate_number"),
        ("facts-name", "楽\x07笑", "facts-name"),
        ("facts-name", "", "facts-name"),
        ("facts-aliases", "あ" * 1_000_000, "facts-aliases"),
        ("summary", "あ" * 1_000_000, "summary"),
        ("facts-verified_on", "2026-02-30", "facts-verified_on"),
        ("facts-slug", "taken", "facts-slug"),
        ("facts-kana", "漢字", "facts-kana"),
        ("facts-website", "ftp//x", "facts-website"),
    ],
)
def test_bad_input_gets_a_message_at_its_field_and_keeps_what_was_typed(client, directory, field, value, needle):
    OrganisationFactory(slug="taken")
    organisation = OrganisationFactory(slug="mine")
    log_in(client, "editor")
    url = edit_url(organisation)
    response = client.post(url, typed(client, url, **{field: value, "facts-targets": "打ったまま"}))
    assert response.status_code == 200
    form = response.context["form"]
    errors = form.facts.errors if field.startswith("facts-") else form.errors
    assert field.removeprefix("facts-") in errors
    html = response.content.decode()
    assert "打ったまま" in html
    assert f'id="id_{needle}"' in html
    organisation.refresh_from_db()
    assert organisation.targets == ""


def test_a_wrong_mail_address_of_a_contact_is_said_at_the_contact(client, directory):
    organisation = OrganisationFactory()
    log_in(client, "editor")
    url = edit_url(organisation)
    data = typed(client, url)
    contact(data, 0, kind="mail", value="not a mail address")
    response = client.post(url, data)
    assert "value" in response.context["form"].facts.formsets["contact_items"].forms[0].errors


def test_a_doubled_member_of_a_network_is_said_at_the_member(client, directory):
    network, member = OrganisationFactory(network=True), OrganisationFactory()
    log_in(client, "editor")
    url = edit_url(network)
    data = typed(client, url)
    for number in range(2):
        prefix = f"facts-network_members-{number}"
        for name in ("name", "count", "note", "DELETE", "id"):
            data[f"{prefix}-{name}"] = ""
        data[f"{prefix}-organisation"], data[f"{prefix}-ORDER"] = str(member.pk), str(number)
    data["facts-network_members-TOTAL_FORMS"] = "2"
    response = client.post(url, data)
    assert response.status_code == 200
    assert response.context["form"].facts.formsets["network_members"].forms[1].errors


def test_a_changed_slug_leaves_a_way_from_the_old_address(client, directory):
    organisation = OrganisationFactory(slug="old")
    log_in(client, "editor")
    url = edit_url(organisation)
    client.post(url, typed(client, url, **{"facts-slug": "new"}))
    response = client.get("/ja/all/old/")
    assert (response.status_code, response["Location"]) == (301, "/ja/all/new/")


def test_who_renames_is_told_that_the_former_name_is_kept(client, directory):
    organisation = OrganisationFactory(name="架橋市")
    log_in(client, "editor")
    url = edit_url(organisation)
    response = client.post(url, typed(client, url, **{"facts-name": "虹の市"}), follow=True)
    assert "前の名称「架橋市」でも検索できるように" in response.content.decode()
    assert models.Organisation.objects.get(pk=organisation.pk).aliases == "架橋市"


def test_changes_of_facts_are_in_the_history_without_the_private_value(client, directory):
    organisation = OrganisationFactory()
    user = log_in(client, "editor")
    url = edit_url(organisation)
    data = typed(client, url, **{"facts-founded": "平成10年"})
    contact(data, 0, value="053-999-4242")
    client.post(url, data)
    entry = ModelLogEntry.objects.for_instance(organisation).get(action="wagtail.edit")
    assert (entry.user, sorted(entry.data["fields"])) == (user, ["contact_items", "founded"])
    assert not ModelLogEntry.objects.filter(data__icontains="4242").exists()


def test_the_preview_shows_what_was_typed_and_saves_nothing(client, directory):
    organisation = OrganisationFactory(slug="one")
    log_in(client, "editor")
    url = edit_url(organisation)
    data = typed(client, url, **{"summary": "見るだけ", "facts-legal_form": "任意団体"})
    contact(data, 0, value="0533-22-2222", public=True)
    preview = reverse("organisation_words:preview_on_edit", args=[words_of(organisation).pk])
    assert client.post(preview, data).json() == {"is_valid": True, "is_available": True}
    html = client.get(preview).content.decode()
    for words in ("見るだけ", "任意団体", "0533-22-2222"):
        assert words in html
    organisation.refresh_from_db()
    assert (organisation.legal_form, organisation.contact_items.count()) == ("", 0)


def test_a_new_organisation_can_be_previewed(client, directory):
    log_in(client, "editor")
    data = typed(client, ADD, **{"facts-name": "まだない会", "summary": "これから"})
    contact(data, 0, value="0533-22-2222", public=True)
    preview = reverse("organisation_words:preview_on_add")
    assert client.post(preview, data).json() == {"is_valid": True, "is_available": True}
    html = client.get(preview).content.decode()
    assert "まだない会" in html
    assert not models.Organisation.objects.filter(name="まだない会").exists()


@pytest.mark.parametrize("name", ["list", "history", "usage", "delete"])
def test_the_views_of_an_organisation_open(client, directory, name):
    organisation = OrganisationFactory()
    log_in(client, "moderator")
    args = [] if name == "list" else [organisation.pk]
    assert client.get(reverse(f"organisations:{name}", args=args)).status_code == 200


@pytest.mark.parametrize("name", ["history", "usage"])
def test_the_views_of_its_words_open(client, directory, name):
    organisation = OrganisationFactory()
    log_in(client, "moderator")
    assert client.get(reverse(f"organisation_words:{name}", args=[words_of(organisation).pk])).status_code == 200


def test_the_list_filters_searches_and_exports_without_contacts(client, directory):
    organisation = OrganisationFactory(name="楽笑", kind="npo")
    OrganisationFactory(name="静岡県", kind="government")
    models.ContactItem.objects.create(organisation=organisation, value="053-999-4242")
    log_in(client, "editor")
    url = reverse("organisations:list")
    assert "静岡県" not in client.get(url, {"kind": "npo"}).content.decode()
    assert "静岡県" not in client.get(url, {"q": "楽笑"}).content.decode()
    exported = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode()
    assert "楽笑" in exported
    assert "4242" not in exported


def test_the_public_gets_no_list_and_no_export(client, directory):
    for query in ({}, {"export": "xlsx"}):
        assert client.get(reverse("organisations:list"), query).status_code == 302


def test_edit_leads_to_the_words_or_to_begin_them(client, directory):
    with_words, without = OrganisationFactory(), OrganisationFactory(text=None)
    log_in(client, "editor")
    to_words = client.get(reverse("organisations:edit", args=[with_words.pk]))
    assert to_words["Location"] == edit_url(with_words)
    begin = client.get(reverse("organisations:edit", args=[without.pk]))["Location"]
    assert "organisation=" in begin
    assert client.get(begin).status_code == 200


def test_english_words_are_begun_beside_the_japanese_ones(client, directory):
    organisation = OrganisationFactory(slug="one")
    log_in(client, "moderator")
    url = f"{ADD}?organisation={organisation.pk}&locale=en"
    client.post(url, typed(client, url, **{"summary": "A bakery.", "action-publish": "1"}))
    assert organisation.texts.count() == 2
    assert "A bakery." in client.get("/en/all/one/").content.decode()


def test_staff_of_one_site_cannot_edit_organisations_of_another(client, directory):
    from wagtail.models import Page

    root = Page.objects.get(depth=1).add_child(instance=Page(title="other", slug="other"))
    other = OrganisationFactory(name="よその会", site=Site.objects.create(hostname="other.example", root_page=root))
    log_in(client, "moderator")
    assert "よその会" not in client.get(reverse("organisations:list")).content.decode()
    assert client.get(edit_url(other)).status_code == 302
    assert client.get(f"{ADD}?organisation={other.pk}").status_code in (302, 403)
    assert client.get(reverse("organisations:merge", args=[other.pk])).status_code in (302, 403)
    for name in ("history", "usage", "delete"):
        assert client.get(reverse(f"organisations:{name}", args=[other.pk])).status_code in (302, 403)
    chooser = reverse(models.Organisation.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    assert "よその会" not in client.get(chooser).content.decode()


def test_the_screen_leads_to_usage_and_history_of_the_organisation(client, directory):
    organisation = OrganisationFactory()
    log_in(client, "editor")
    html = client.get(edit_url(organisation)).content.decode()
    for name in ("usage", "history"):
        assert reverse(f"organisations:{name}", args=[organisation.pk]) in html


def test_a_link_in_a_text_is_a_use_of_the_organisation(client, directory):
    organisation, other = OrganisationFactory(), OrganisationFactory()
    text = words_of(other)
    text.purpose = f'<p><a linktype="organisation" id="{organisation.pk}">この団体</a></p>'
    text.save()
    log_in(client, "editor")
    assert other.name in client.get(reverse("organisations:usage", args=[organisation.pk])).content.decode()


def test_the_user_bar_leads_to_the_organisation(client, directory):
    organisation = OrganisationFactory(slug="one")
    log_in(client, "editor")
    assert reverse("organisations:edit", args=[organisation.pk]) in client.get("/ja/all/one/").content.decode()


def test_the_editor_of_a_directory_lists_its_organisations(client, directory):
    organisation = OrganisationFactory()
    log_in(client, "editor")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[directory.pk])).content.decode()
    assert reverse("organisations:edit", args=[organisation.pk]) in html


def test_a_second_directory_is_added_in_the_admin(client, directory):
    log_in(client, "moderator")
    home = default_site().root_page
    url = reverse("wagtailadmin_pages:add", args=["organisations", "organisationdirectorypage", home.pk])
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form").copy()
    data.update({"title": "ネットワーク", "slug": "networks", "action-publish": "1"})
    data.setlist("kinds", ["network"])
    client.post(url, data)
    page = models.OrganisationDirectoryPage.objects.get(slug="networks")
    assert (page.live, page.kinds) == (True, ["network"])


def test_the_chooser_finds_an_organisation(client, directory):
    OrganisationFactory(name="楽笑")
    log_in(client, "editor")
    url = models.Organisation.snippet_viewset.chooser_viewset.get_url_name("choose_results")
    assert "楽笑" in client.get(reverse(url), {"q": "楽笑"}).content.decode()
