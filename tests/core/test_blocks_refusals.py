"""What editors type into blocks is checked, with the message at the field."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cms.core.blocks.activity import activity_blocks
from cms.core.blocks.body import body_blocks
from cms.core.fields import StreamField

BLOCKS = dict(activity_blocks())


def messages(name, **changes):
    """The messages per field when the block's preview value is cleaned with these changes."""
    block = BLOCKS[name]
    value = block.normalize({**block.meta.preview_value, **changes})
    with translation.override("ja"):
        try:
            block.clean(value)
        except ValidationError as refusal:
            return {field: error.as_json_data() if hasattr(error, "as_json_data") else {"messages": error.messages}
                    for field, error in refusal.block_errors.items()}  # fmt: skip
    return {}


def node(key, text="箱"):
    return {"key": key, "text": text, "kind": "step"}


def arrow(source, target):
    return {"source": source, "target": target, "label": ""}


def test_arrow_to_an_unknown_box_is_refused_at_its_field():
    found = messages("flowchart", nodes=[node("A"), node("B")], arrows=[arrow("A", "B"), arrow("A", "Z")])
    assert list(found["arrows"]["blockErrors"]) == [1]
    assert found["arrows"]["blockErrors"][1]["blockErrors"]["target"]["messages"] == ["この記号の箱がありません。"]


def test_arrow_to_its_own_box_is_refused():
    assert "arrows" in messages("flowchart", nodes=[node("A")], arrows=[arrow("A", "A")])


def test_two_boxes_with_one_sign_are_refused():
    assert "nodes" in messages("flowchart", nodes=[node("A"), node("A")], arrows=[])


def test_sound_flowchart_is_accepted():
    assert messages("flowchart") == {}


def test_call_to_action_needs_a_page_or_an_address():
    assert list(messages("call_to_action", url="")) == ["page"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ページ", "http://"])
def test_call_to_action_takes_web_addresses_only(url):
    assert list(messages("call_to_action", url=url)) == ["url"]


def test_contact_needs_a_way_to_reach_somebody():
    assert list(messages("contact", use_centre=False, telephone="")) == ["telephone"]


def test_bars_refuse_numbers_below_zero():
    rows = [{"label": "a", "value": Decimal(1)}, {"label": "b", "value": Decimal(-1)}]
    assert list(messages("chart", rows=rows)) == ["kind"]
    assert messages("chart", rows=rows, kind="line") == {}


def test_timeline_refuses_an_end_before_the_beginning():
    entries = [{"fiscal_year": 2008, "until": 2006, "title": "事業", "text": ""}]
    assert list(messages("timeline", entries=entries)) == ["entries"]


@pytest.mark.parametrize("name", ["quote", "interview", "outcome"])
def test_words_of_people_are_not_published_without_their_consent(name):
    found = messages(name, consent=False)
    assert re.search("同意", found["consent"]["messages"][0])


def heading_refusals(*levels):
    block = StreamField(body_blocks(), blank=True).stream_block
    stored = [{"type": "heading", "value": {"text": "見出し", "level": str(level)}} for level in levels]
    try:
        block.clean(block.to_python(stored))
    except ValidationError as refusal:
        return sorted(refusal.block_errors)
    return []


@pytest.mark.parametrize("levels", [(2, 3, 4), (2, 3, 2, 3), (2, 3, 4, 2), ()])
def test_headings_that_go_down_step_by_step_are_accepted(levels):
    assert heading_refusals(*levels) == []


@pytest.mark.parametrize(("levels", "refused"), [((3,), [0]), ((2, 4), [1]), ((2, 3, 2, 4, 4), [3])])
def test_heading_that_leaps_over_a_level_is_refused_at_its_block(levels, refused):
    assert heading_refusals(*levels) == refused
