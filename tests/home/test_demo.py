"""The demo centre's pages hang together."""

import re

import pytest
from wagtail.models import Page, Site

from home.demo.load import facts, texts
from home.models import GlossaryTerm, GuidePage, HomePage, NewsPage, PublicationPage

from . import html_of

# What the demo says is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.one_database]
DOORS = ["相談したい", "参加したい", "団体をさがす", "助成金をさがす", "学校のこと", "ことば"]


def doors(client, code):
    html = html_of(client.get(f"/{code}/"))
    return re.findall(r'<a class="door" href="([^"]+)".*?<b>(.*?)</b>', html, re.DOTALL)


def test_the_doors_are_there(client):
    assert [title for _url, title in doors(client, "ja")] == DOORS


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_door_leads_to_a_page(client, code):
    found = doors(client, code)
    assert len(found) == len(DOORS)
    for url, title in found:
        response = client.get(url)
        assert response.status_code == 200, title
        assert url.startswith(f"/{code}/")


def test_the_consultation_door_leads_through_all_steps_to_the_centre(client):
    url = {title: url for url, title in doors(client, "ja")}["相談したい"]
    html = html_of(client.get(url))
    for words in ("053-000-0000", "053-000-0001", "info@kakehashi.example", "平日9時〜17時"):
        assert words in html
    for number in (1, 2, 3):
        assert client.get(f"{url}{number}/").status_code == 200


def test_the_consultation_guide_follows_the_process():
    process = facts("processes")["consultation"]
    guide = next(guide for guide in texts("ja", "guides")["guides"] if guide["slug"] == "consultation")
    assert [step["title"][:2] for step in guide["steps"]] == process["steps"]
    for outcome in process["outcomes"]:
        assert f"<b>{outcome}</b>" in guide["steps"][2]["body"]


def test_what_to_have_ready_is_said():
    guide = next(guide for guide in texts("ja", "guides")["guides"] if guide["slug"] == "consultation")
    for words in ("お名前", "所属", "連絡先", "考えていること"):
        assert f"<b>{words}</b>" in guide["body"]


@pytest.mark.parametrize("name", ["guides", "news"])
def test_every_text_is_there_in_both_languages(name):
    japanese, english = (texts(code, name)[name] for code in ("ja", "en"))
    assert [item["slug"] for item in japanese] == [item["slug"] for item in english]
    assert [len(item.get("steps", ())) for item in japanese] == [len(item.get("steps", ())) for item in english]


def test_guides_and_news_are_translations_of_one_another():
    for model, at_least in ((GuidePage, 6), (NewsPage, 6)):
        families = [
            set(model.objects.filter(locale__language_code=c).values_list("translation_key", flat=True))
            for c in ("ja", "en")
        ]
        assert families[0] == families[1]
        assert len(families[0]) >= at_least


def test_every_term_is_explained_plainly():
    assert GlossaryTerm.objects.filter(plain_definition="").count() == 0
    assert GlossaryTerm.objects.count() == len(facts("glossary")) == 40


def test_every_publication_of_the_facts_is_there():
    assert set(PublicationPage.objects.values_list("slug", flat=True)) >= {item["id"] for item in facts("publications")}


def test_publications_know_their_activity():
    of_one = [item["id"] for item in facts("publications") if item.get("activity")]
    assert of_one
    without = PublicationPage.objects.filter(slug__in=of_one, related_activity=None)
    assert list(without) == []


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_page_of_the_demo_answers_and_links_nowhere_else_than_to_pages_that_answer(client, code):
    root = HomePage.objects.get(locale__language_code=code)
    own = Page.objects.filter(content_type__app_label="home", path__startswith=root.path, live=True)
    links = set()
    for page in own:
        response = client.get(page.get_url())
        assert response.status_code == 200, page
        main = html_of(response).split("<main", 1)[1].split("</main>")[0]
        links |= {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', main)}
    broken = {link for link in links if link and client.get(link).status_code not in (200, 301, 302)}
    assert broken == set()


def test_loading_again_changes_nothing():
    from datetime import date

    from cms.plugin_api import DemoContext
    from home import demo

    before = set(Page.objects.values_list("pk", "latest_revision_id"))
    site = Site.objects.get(is_default_site=True)
    context = DemoContext(site=site, home=site.root_page.specific, today=date(2030, 1, 1), say=print)
    demo.load(context)
    demo.link_to_others(context)
    assert set(Page.objects.values_list("pk", "latest_revision_id")) == before


def test_three_publications_of_the_centre_can_be_downloaded(client):
    files = [page.file for page in PublicationPage.objects.live().exclude(file=None).select_related("file")]
    assert len(files) >= 3
    for file in files:
        words = b"".join(client.get(file.url).streaming_content).decode("utf-8-sig")
        assert words.startswith(file.title)


def test_a_file_says_the_same_as_its_page():
    page = PublicationPage.objects.get(slug="evening-and-languages-proposal")
    words = page.file.file.read().decode("utf-8-sig")
    assert "2. 市の窓口と学校の面談に、通訳を派遣する制度をつくること" in words
    assert "■ 提案の理由" in words


def test_a_publication_without_a_file_says_whom_to_ask(client):
    page = PublicationPage.objects.get(slug="kawasaki-guideline-2001")
    html = html_of(client.get(page.url))
    assert "ファイルはここにありません" in html
    assert 'href="tel:' in html
