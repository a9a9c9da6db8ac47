"""What is said about a text's origin is not what the text is about."""

import pytest

from cms.core.attributions import without_attributions
from cms.core.blocks.text import TextBlock


@pytest.mark.parametrize(
    "source",
    [
        "<p>出典: 報告書</p>",
        "<p>出典：報告書</p>",
        '<p data-block-key="x"><b>出典: </b>報告書</p>',
        "<p>Source: a report</p>",
    ],
)
def test_a_paragraph_that_names_a_source_is_left_out(source):
    assert without_attributions(f"<p>本文</p>{source}<p>続き</p>") == "<p>本文</p><p>続き</p>"


@pytest.mark.parametrize(
    "text", ["<p>出典を書きましょう。</p>", "<p>この図の出典: 市の統計</p>", "<p>Sources of income</p>"]
)
def test_a_paragraph_about_sources_stays(text):
    assert without_attributions(text) == text


def test_the_index_gets_a_text_without_its_source():
    block = TextBlock()
    value = block.to_python("<p>話し合いの記録です。</p><p>出典: 協働の報告書</p>")
    assert block.get_searchable_content(value) == ["話し合いの記録です。"]
