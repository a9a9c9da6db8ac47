"""Families of activities, their order and their drawing."""

from __future__ import annotations

import itertools
import re

from activities import lineage, river
from activities.words import Words
from tests.factories.activities import ActivityFactory, follow


def family_of(page):
    links = lineage.links_of(page.pk)
    pages = {found.pk: found for found in type(page).objects.all()}
    return next(found for found in lineage.families(links, pages) if page.pk in found.by_pk)


def chain(activity_index, *titles):
    pages = [
        ActivityFactory(parent=activity_index, title=title, start_fy=2000 + n * 3, end_fy=2002 + n * 3)
        for n, title in enumerate(titles)
    ]
    for earlier, later in itertools.pairwise(pages):
        follow(later, earlier)
    return pages


def test_the_whole_family_is_found_from_any_member(activity_index):
    pages = chain(activity_index, "一", "二", "三", "四")
    for page in pages:
        assert [member.title for member in family_of(page).members] == ["一", "二", "三", "四"]


def test_successors_are_derived_from_predecessors(activity_index):
    first, second, _third = chain(activity_index, "一", "二", "三")
    family = family_of(first)
    assert [page.title for page in family.after(first.pk)] == ["二"]
    assert [page.title for page in family.before(second.pk)] == ["一"]


def test_a_family_is_read_in_one_query_whatever_its_length(activity_index, django_assert_num_queries):
    pages = chain(activity_index, *"一二三四五六七八")
    with django_assert_num_queries(1):
        lineage.links_of(pages[3].pk)


def test_a_circle_in_the_data_ends(activity_index):
    first, second = chain(activity_index, "一", "二")
    follow(first, second)
    assert len(family_of(first).members) == 2


def test_branches_flow_in_lanes_of_their_own(activity_index):
    first, second = chain(activity_index, "一", "二")
    third = ActivityFactory(parent=activity_index, title="三", start_fy=2010, end_fy=2010)
    follow(third, first)
    family = family_of(first)
    words = {page.pk: Words(page.title, "", "/", "ja") for page in family.members}
    drawn = river.draw(family, words=words, here=second.pk)
    assert len({stop.x for stop in drawn.stops}) == 2
    assert [stop.here for stop in drawn.stops] == [False, True, False]


def test_a_long_title_is_broken_into_lines_that_fit():
    lines = river._wrap("森林における市民協働及び企業の社会貢献活動を推進するための事業について", 30)
    assert len(lines) <= river.MAX_LINES
    assert all(river._width(line) <= 30 for line in lines)


def test_the_page_says_in_words_what_the_river_draws(activity_index, client):
    _first, second, _third = chain(activity_index, "一番の活動", "二番の活動", "三番の活動")
    content = client.get(second.get_url()).content.decode()
    drawing = re.search(r"<svg class=\"river.*?</svg>", content, re.S)[0]
    assert all(title in drawing for title in ("一番の活動", "二番の活動", "三番の活動"))
    assert "style=" not in drawing
    assert "「一番の活動」から" in content


def test_a_draft_relative_is_neither_drawn_nor_named(activity_index, client):
    first, second = chain(activity_index, "公開の活動", "秘密の下書き")
    second.unpublish()
    assert "秘密の下書き" not in client.get(first.get_url()).content.decode()


def test_the_lineage_view_lists_every_activity_by_year(activity_index, client):
    chain(activity_index, "一番の活動", "二番の活動")
    ActivityFactory(parent=activity_index, title="ひとりの活動", start_fy=None, end_fy=None)
    content = client.get("/ja/activities/lineage/").content.decode()
    assert "ひとりの活動" in content
    assert "平成12年度(2000年度)" in content
