"""Every shared block can be previewed, and what it renders is sound."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from cms.core.blocks.activity import activity_blocks
from cms.core.blocks.streams import KeepingStreamBlock

BLOCKS = KeepingStreamBlock(activity_blocks()).child_blocks
PREVIEWED = [name for name, block in BLOCKS.items() if hasattr(block.meta, "preview_value")]


def rendered(name, value=None):
    block = BLOCKS[name]
    return block.render(block.get_preview_value() if value is None else block.to_python(value))


@pytest.mark.parametrize("name", PREVIEWED)
def test_preview_renders_without_inline_style_or_script(name):
    html = rendered(name)
    assert html.strip()
    assert not re.search(r"style=|<style|<script|\son\w+=", html)


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"missing"}))
def test_editors_see_a_label_an_icon_and_a_description_in_japanese(name):
    block = BLOCKS[name]
    with translation.override("ja"):
        for text in (block.label, block.meta.description):
            assert re.search(r"[ぁ-んァ-ヶ一-龠]|SWOT", str(text)), f"{name}: {text}"
    assert block.meta.icon != "placeholder"


def test_heading_uses_the_level_chosen():
    assert rendered("heading", {"text": "費用", "level": "3"}).strip() == "<h3>費用</h3>"


def test_number_keeps_its_approximation():
    with translation.override("ja"):
        html = rendered("stat", {"value": "12000", "unit": "人", "approximate": True, "label": "参加者", "as_of": ""})
    assert re.sub(r"<[^>]+>", "", html).split()[1] == "約12,000人"


def test_timeline_is_sorted_and_names_fiscal_years_by_era():
    entries = [
        {"fiscal_year": 2006, "until": 2008, "title": "モデル事業", "text": ""},
        {"fiscal_year": 2004, "until": None, "title": "検討会", "text": ""},
    ]
    with translation.override("ja"):
        html = rendered("timeline", {"title": "", "entries": entries})
    assert html.index("検討会") < html.index("モデル事業")
    assert "平成16年度(2004年度)" in html


def test_outcome_without_consent_is_not_shown():
    assert rendered("outcome", {"title": "苦情が減った", "when": "", "text": "", "consent": False}).strip() == ""


def test_evaluation_names_its_columns_and_rows_for_screen_readers():
    html = rendered("evaluation")
    assert html.count('scope="col"') == 6
    assert '<th scope="row">町内会</th>' in html


def test_table_scopes_its_headings():
    value = {
        "caption": "料金",
        "table": {
            "columns": [{"type": "text", "heading": "部屋"}, {"type": "text", "heading": "料金"}],
            "rows": [{"values": ["会議室", "無料"]}],
            "caption": "",
        },
        "row_headers": True,
        "note": "",
    }
    html = rendered("table", value)
    assert '<th scope="col">部屋</th>' in html
    assert '<th scope="row">会議室</th><td>無料</td>' in html


def test_chart_repeats_its_numbers_in_a_table():
    html = rendered("chart")
    assert html.count("<rect") == 2
    assert '<th scope="row">平成20年度</th><td class="number">84</td>' in html


def test_line_chart_draws_one_point_per_row():
    rows = [{"label": str(year), "value": str(year - 1990)} for year in range(2001, 2011)]
    html = rendered("chart", {"caption": "件数", "kind": "line", "unit": "", "rows": rows, "note": ""})
    assert html.count("<circle") == 10


def test_flowchart_says_in_words_where_each_arrow_leads():
    with translation.override("ja"):
        html = rendered("flowchart")
    assert html.count('class="drawing__box ') == 3
    assert html.index("相談") < html.index("<ol")
    assert re.search(r"<li>相談<ul[^>]*><li>.*2.*協議", html)


def test_swot_shows_both_partners_with_four_quarters_each():
    html = rendered("swot")
    assert html.count("swot__partner") == 2
    assert html.count("<dt>") == 8


@pytest.mark.parametrize("name", PREVIEWED)
def test_editors_can_see_each_block_before_they_choose_it(name, client, django_user_model, db):
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.jp", "x"))
    assert BLOCKS[name].is_previewable
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": BLOCKS[name].definition_prefix})
    assert response.status_code == 200
    assert "css/components/blocks.css" in response.content.decode()
