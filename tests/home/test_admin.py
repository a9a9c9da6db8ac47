"""Editors make and change all of it in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.core import roles
from cms.core.models import StaffRole
from home.models import GlossaryTerm, GuidePage, NewsPage, StandardPage
from tests.factories import home as f

from . import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    roles.grant(site=Site.objects.get(is_default_site=True))
    user = get_user_model().objects.create_user(username="editor", password="a long password")
    user.groups.add(StaffRole.objects.get(key="editor").group)
    client.force_login(user)
    return client


def add_url(model, parent):
    return reverse("wagtailadmin_pages:add", args=["home", model._meta.model_name, parent.pk])


@pytest.mark.parametrize(("model", "parent"), [
    (StandardPage, f.home_page),
    (GuidePage, f.GuideIndexPageFactory),
    (NewsPage, f.NewsIndexPageFactory),
])  # fmt: skip
def test_an_editor_opens_the_form_of_a_new_page(editor, model, parent):
    assert editor.get(add_url(model, parent())).status_code == 200


def test_the_form_of_a_guide_is_in_japanese(editor):
    html = html_of(editor.get(add_url(GuidePage, f.GuideIndexPageFactory())))
    for words in ("対象", "段階", "相談につながる案内", "キーワード", "はじめに"):
        assert words in html


def step(title):
    body = streamfield([("text", rich_text(f"<p>{title}</p>"))])
    return "step", {"title": title, "summary": "", "body": body}


def test_an_editor_writes_a_guide_with_two_steps(editor):
    index = f.GuideIndexPageFactory()
    data = nested_form_data({
        "title": "新しい案内", "slug": "new-guide", "lead": "はじめに読む案内です。", "audience": "anyone",
        "body": streamfield([]), "steps": streamfield([step("一つめ"), step("二つめ")]), "keywords": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    })  # fmt: skip
    response = editor.post(add_url(GuidePage, index), data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    guide = GuidePage.objects.get(slug="new-guide")
    assert [step.title for step in guide.get_latest_revision_as_object().step_list] == ["一つめ", "二つめ"]
    assert not guide.live


def test_a_second_page_with_the_same_place_is_refused_at_the_field():
    f.StandardPageFactory(title="前からある", place="privacy")
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refusal:
        f.StandardPageFactory.build(place="privacy", parent=None).full_clean(exclude=["path", "depth"])
    assert "前からある" in str(refusal.value.message_dict["place"])


def test_a_guide_can_stand_below_the_list_of_guides_only():
    assert GuidePage.clean_parent_page_models() == [f.models.GuideIndexPage]


@pytest.mark.parametrize("page_type", ["standardpage", "guidepage", "newspage", "publicationpage", "glossarypage"])
def test_every_page_type_has_a_preview(client, page_type):
    factory = {
        "standardpage": f.StandardPageFactory, "guidepage": f.GuidePageFactory, "newspage": f.NewsPageFactory,
        "publicationpage": f.PublicationPageFactory, "glossarypage": f.GlossaryPageFactory,
    }[page_type]  # fmt: skip
    page = factory()
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert response.status_code == 200


def test_an_editor_adds_a_term_to_the_site_of_the_request(editor):
    url = reverse(GlossaryTerm.snippet_viewset.get_url_name("add"))
    data = {
        "term": "地域猫",
        "reading": "チイキネコ",
        "definition": "地域で見守る猫。",
        "plain_definition": "",
        "also_written": "",
        "term_en": "",
        "definition_en": "",
    }
    response = editor.post(url, data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    term = GlossaryTerm.objects.get()
    assert term.site == Site.objects.get(is_default_site=True)
    assert term.reading == "ちいきねこ"


def test_a_reading_in_kanji_is_refused_at_its_field_with_what_was_typed_kept(editor):
    url = reverse(GlossaryTerm.snippet_viewset.get_url_name("add"))
    response = editor.post(url, {"term": "地域猫", "reading": "地域猫", "definition": "地域で見守る猫。"})
    assert response.status_code == 200
    assert "reading" in response.context["form"].errors
    assert 'value="地域猫"' in html_of(response)
