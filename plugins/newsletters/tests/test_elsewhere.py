"""Letters on other pages: the newest on the home page, all that were sent in the search, the archive in English."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from cms.core.models import SiteLanguages
from plugins.newsletters import elsewhere
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import IssueVersion, NewsletterIssue, Sending

from .letters import by_day, index_below, issue_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(topics, reader, mailoutbox):
    """An issue with words in English, sent now."""
    issue = issue_of(topics["events"], preheader="6月のご案内です。")
    issue.versions = [
        IssueVersion(
            language="en", subject="Bamboo in June", preheader="For June.", body=[("text", "<p>Lanterns.</p>")]
        )
    ]
    issue.save_revision().publish()
    index_below(topics["events"].site.root_page)
    send(issue, now=by_day())
    return issue


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode().replace("<wbr>", "").replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(("path", "words", "url"), [
    ("/ja/", "6月の催し", "/ja/letters/issue-0/"), ("/en/", "Bamboo in June", "/en/letters/issue-0/"),
])  # fmt: skip
def test_the_home_page_has_the_newest_letter(client, sent, path, words, url):
    home = page(client, path)
    assert (words in home, f'href="{url}"' in home) == (True, True)


def test_the_home_page_has_no_letter_that_is_not_sent(client, topics, reader):
    issue_of(topics["events"], title="まだ送っていない号")
    assert "まだ送っていない号" not in page(client, "/ja/")


def test_the_newest_letter_costs_the_home_page_no_query_once_it_is_known(client, sent, query_count):
    page(client, "/ja/")
    with translation.override("ja"):
        known = query_count(lambda: client.get("/ja/"))
    NewsletterIssue.objects.filter(pk=sent.pk).update(preheader="x")
    assert query_count(lambda: client.get("/ja/")) <= known


@pytest.mark.parametrize(("path", "words"), [
    ("/ja/search/?q=催し", "6月の催し"), ("/en/search/?q=lanterns", "Bamboo in June"),
])  # fmt: skip
def test_a_letter_that_was_sent_is_found(client, sent, path, words):
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    assert words in page(client, path)


def test_a_letter_that_is_not_sent_is_not_found(site, topics):
    issue_of(topics["events"])
    assert list(elsewhere.searchable(site)) == []


def test_a_letter_that_is_planned_is_not_found(site, sent):
    Sending.objects.update(start_at=timezone.now() + timedelta(hours=1))
    assert list(elsewhere.searchable(site)) == []


def test_the_way_to_a_letter_is_in_the_visitors_language(client, sent):
    archive = index_below(sent.topic.site.root_page)
    archive.title_en = "Letters"
    archive.save_revision().publish()
    trail = page(client, "/en/letters/issue-0/").partition('class="breadcrumbs')[2].partition("</nav>")[0]
    assert ("Letters</a>" in trail, "Bamboo in June</" in trail, "おたより" in trail) == (True, True, False)


def test_the_archive_in_english_has_its_english_title(client, sent):
    archive = index_below(sent.topic.site.root_page)
    archive.title_en, archive.lead_en = "Letters", "All letters."
    archive.save_revision().publish()
    shown = page(client, "/en/letters/")
    assert ("Letters</h1>" in shown, "All letters." in shown) == (True, True)
    assert 'property="og:title" content="Letters"' in shown


@pytest.mark.parametrize(("code", "subject"), [("en", "Bamboo in June"), ("ja", "6月の催し")])
def test_a_card_of_a_letter_is_headed_with_the_version_that_is_shown(client, sent, code, subject):
    assert f'property="og:title" content="{subject}"' in page(client, f"/{code}/letters/issue-0/")


def descriptions(text: str) -> set[str]:
    return set(re.findall(r'(?:name="|property="og:)description" content="([^"]*)"', text))


@pytest.mark.parametrize(("code", "preheader", "said"), [
    ("en", "For June.", {"For June."}), ("en", "", set()), ("ja", "For June.", {"検索エンジンのための一文"}),
])  # fmt: skip
def test_a_card_of_a_letter_describes_the_version_that_is_shown(client, sent, code, preheader, said):
    """Also where something is written for search engines: that is in the page's own language."""
    NewsletterIssue.objects.update(search_description="検索エンジンのための一文")
    IssueVersion.objects.update(preheader=preheader)
    assert descriptions(page(client, f"/{code}/letters/issue-0/")) == said


@pytest.mark.parametrize(("code", "said"), [("en", {"All letters."}), ("ja", {"検索エンジンのための一文"})])
def test_a_card_of_the_archive_describes_it_in_the_language_that_is_shown(client, sent, code, said):
    archive = index_below(sent.topic.site.root_page)
    archive.search_description, archive.lead_en = "検索エンジンのための一文", "All letters."
    archive.save_revision().publish()
    assert descriptions(page(client, f"/{code}/letters/")) == said


# Languages that are off --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/vi/", "/vi/letters/", "/vi/letters/issue-0/", "/vi/search/?q=6月の催し"])
def test_a_version_in_a_language_that_was_switched_off_stands_in_for_none(client, site, sent, committed, path):
    chosen = SiteLanguages.objects.create(site=site, codes=["ja", "en", "vi"])
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)

    def said() -> list[str]:
        committed()
        text = page(client, path)
        return [words for words in ("Bamboo in June", "6月のご案内です。") if words in text]

    assert said() == ["Bamboo in June"]
    chosen.codes = ["ja", "vi"]
    chosen.save()
    assert said() == ["6月のご案内です。"]


@pytest.mark.parametrize(("codes", "subject"), [(["ja", "en", "vi"], "Bamboo in June"), (["ja", "vi"], "6月の催し")])
def test_nor_in_a_letter_that_is_still_to_be_sent(site, sent, codes, subject):
    """Readers of a language that was switched off get the nearest that is on: no edition is made in it."""
    SiteLanguages.objects.create(site=site, codes=codes)
    site.refresh_from_db()
    made = compose(sent, site=site, locale="vi", since=timezone.now(), until=timezone.now())
    assert made.words.subject == subject


def test_what_filled_a_letter_is_shown_in_a_later_language_in_the_nearest_that_it_was_sent_in():
    sections = {"ja": {"home:news": "日本語"}, "en": {"home:news": "English"}}
    told = {code: Sending(sections=sections).sections_in(code)["home:news"] for code in ("vi", "ja-simple", "en", "ja")}
    assert told == {"vi": "English", "ja-simple": "日本語", "en": "English", "ja": "日本語"}
    assert Sending(sections={}).sections_in("vi") == {}
