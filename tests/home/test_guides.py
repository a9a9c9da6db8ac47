"""Guides go step by step."""

import pytest
from wagtail.models import Locale

from home.models.guides import PER_PAGE, GuideIndexPage
from tests.factories import home as f

from . import html_of

ORDER = [("一番目の案内", "first"), ("二番目の案内", "second"), ("三番目の案内", "third")]
pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return f.GuidePageFactory(slug="guide", three_steps=True)


def test_a_step_leads_to_the_one_before_and_the_one_after(client, guide):
    html = html_of(client.get("/ja/guides/guide/2/"))
    assert 'rel="prev" href="/ja/guides/guide/1/"' in html
    assert 'rel="next" href="/ja/guides/guide/3/"' in html


def test_the_first_step_leads_back_to_the_overview(client, guide):
    assert 'rel="prev" href="/ja/guides/guide/"' in html_of(client.get("/ja/guides/guide/1/"))


def test_the_last_step_has_no_next(client, guide):
    assert 'rel="next"' not in html_of(client.get("/ja/guides/guide/3/"))


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_step_that_is_not_there_is_a_404(client, guide, number):
    assert client.get(f"/ja/guides/guide/{number}/").status_code == 404


def test_all_steps_stand_on_one_page_for_paper(client, guide):
    html = html_of(client.get("/ja/guides/guide/all/"))
    assert [f"本文{n}" in html for n in (1, 2, 3)] == [True] * 3


def test_a_reader_of_english_stays_below_english_between_the_steps(client, guide):
    html = html_of(client.get("/en/guides/guide/2/"))
    assert 'rel="next" href="/en/guides/guide/3/"' in html


def test_guides_stand_under_their_audience(client, guide):
    f.GuidePageFactory(title="家族の案内", audience="families")
    html = html_of(client.get("/ja/guides/"))
    assert html.index("どなたでも") < html.index(guide.title) < html.index("子どもと家族に") < html.index("家族の案内")


def test_guides_stand_in_the_order_of_the_japanese_ones_also_where_one_was_translated_last(client):
    first, second, third = (f.GuidePageFactory(title=title, slug=slug) for title, slug in ORDER)
    for guide, title in ((third, "Third"), (first, "First")):
        page = guide.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        page.title, page.slug = title, guide.slug
        page.save_revision().publish()
    html = html_of(client.get("/en/guides/"))
    assert html.index(">First<") < html.index(second.title) < html.index(">Third<")


def test_a_consultation_guide_says_what_to_do_when_nothing_can_be_booked(client):
    f.GuidePageFactory(slug="talk", consultation=True)
    assert "電話、FAX、メールでお知らせください" in html_of(client.get("/ja/guides/talk/"))


def test_many_guides_are_read_page_by_page(client, db):
    f.GuidePageFactory.create_batch(PER_PAGE + 1)
    index = GuideIndexPage.objects.get()
    shown = [len(guides) for _label, guides in client.get(f"{index.get_url()}?page=2").context["groups"]]
    assert shown == [1]
    assert 'href="?page=2"' in client.get(index.get_url()).content.decode()
