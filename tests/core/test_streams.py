"""A stream keeps the data of blocks it does not know, through everything that reads and writes pages."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail import blocks
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamBlockValidationError

from cms.core.blocks.activity import activity_blocks
from cms.core.blocks.body import body_blocks
from cms.core.blocks.contributed import contributed_blocks
from cms.core.blocks.streams import KeepingStreamBlock
from cms.core.fields import StreamField
from cms.plugin_api import Block, Plugin, Registry

# Key order, nesting, nulls, floats and the missing id are all part of what has to survive.
ABSENT = {"value": {"z": 1.50, "a": ["ん", None, {"x": True}]}, "type": "weather__forecast"}
ABSENT_WITH_ID = {"type": "minutes__call", "value": 7, "id": "4f2c9c52-2f4b-4f0e-8f43-0d6b3f7f4a55"}
KNOWN = {"type": "lead", "value": "はじめに", "id": "11111111-1111-4111-8111-111111111111"}
STORED = [ABSENT, KNOWN, ABSENT_WITH_ID]


def stream(**more):
    return KeepingStreamBlock([("lead", blocks.CharBlock()), *more.items()])


def kept(block, stored):
    return json.dumps(block.get_prep_value(block.to_python(json.loads(json.dumps(stored)))))


def test_unknown_blocks_are_written_back_to_the_byte():
    assert kept(stream(), STORED) == json.dumps(STORED)


def test_unknown_blocks_survive_being_looked_at():
    block = stream()
    value = block.to_python(STORED)
    assert [child.block_type for child in value] == ["missing", "lead", "missing"]
    assert json.dumps(block.get_prep_value(value)) == json.dumps(STORED)


def test_unknown_blocks_survive_as_json_text():
    block = stream()
    assert block.get_prep_value(block.to_python(json.dumps(STORED))) == STORED


def test_unknown_blocks_survive_in_a_stream_inside_a_block():
    block = stream(section=blocks.StructBlock([("parts", stream())]), many=blocks.ListBlock(stream()))
    stored = [
        {"type": "section", "value": {"parts": STORED}, "id": "22222222-2222-4222-8222-222222222222"},
        {
            "type": "many",
            "value": [{"type": "item", "value": STORED, "id": "33333333-3333-4333-8333-333333333333"}],
            "id": "44444444-4444-4444-8444-444444444444",
        },
    ]
    value = block.to_python(stored)
    assert len(value[0].value["parts"]) == 3
    assert len(value[1].value[0]) == 3
    assert block.get_prep_value(value) == stored


def test_unknown_blocks_render_as_nothing():
    block = stream()
    html = block.render(block.to_python(STORED))
    assert "はじめに" in html
    assert "ん" not in html


def test_unknown_blocks_are_neither_searched_nor_referenced():
    block = stream()
    value = block.to_python(STORED)
    assert block.get_searchable_content(value) == ["はじめに"]
    assert list(block.extract_references(value)) == []


def test_unknown_blocks_are_no_error_when_the_stream_is_cleaned():
    block = stream()
    assert block.get_prep_value(block.clean(block.to_python(STORED))) == STORED


def form_data(block, value, prefix="body"):
    """What the browser posts for a stream of simple blocks, from the state that the server sent it."""
    state = block.get_form_state(value)
    data = {f"{prefix}-count": str(len(state))}
    for index, item in enumerate(state):
        for name in ("type", "value", "id"):
            data[f"{prefix}-{index}-{name}"] = item[name] or ""
        data |= {f"{prefix}-{index}-order": str(index), f"{prefix}-{index}-deleted": ""}
    return data


def test_unknown_blocks_come_back_from_the_form_to_the_byte():
    block = stream()
    posted = form_data(block, block.to_python(STORED))
    value = block.clean(block.value_from_datadict(posted, {}, "body"))
    assert json.dumps(block.get_prep_value(value)) == json.dumps(STORED)


@pytest.mark.parametrize("typed", ["", "{", "[]", "7", '{"type": 3, "value": 1}', '{"type": "x"}'])
def test_kept_data_that_was_tampered_with_is_refused_at_the_block(typed):
    block = stream()
    posted = form_data(block, block.to_python(STORED)) | {"body-0-value": typed}
    with pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(block.value_from_datadict(posted, {}, "body"))
    assert set(refusal.value.block_errors) == {0}


def test_kept_data_of_a_type_that_came_back_must_be_sound():
    block = stream(number=blocks.IntegerBlock(max_value=5))
    posted = form_data(block, block.to_python(STORED)) | {"body-0-value": '{"type": "number", "value": 6}'}
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.value_from_datadict(posted, {}, "body"))


def test_block_that_went_away_while_the_form_was_open_is_refused_instead_of_lost():
    block = stream()
    posted = form_data(block, block.to_python([KNOWN])) | {"body-0-type": "gone__block"}
    with translation.override("ja"), pytest.raises(StreamBlockValidationError) as refusal:
        block.clean(block.value_from_datadict(posted, {}, "body"))
    assert "gone__block" in refusal.value.non_block_errors[0]
    assert "失われていません" in refusal.value.non_block_errors[0]


def test_admin_form_knows_the_keeper_and_says_in_japanese_what_it_is():
    with translation.override("ja"):
        packed = json.dumps(JSContext().pack(stream()), default=str, ensure_ascii=False)
    assert "kakehashi.KeepingStreamBlock" in packed
    assert "この部分は、いま停止中または取り外されたプラグインで作られています。" in packed


def test_admin_form_loads_the_script_that_hides_the_keeper_from_the_picker():
    context = JSContext()
    context.pack(stream())
    assert "js/admin/keeping_stream.js" in str(context.media)


class WeatherPlugin(Plugin):
    """An app that contributes a block to every body, and one to activities."""

    name = "tests.weather"
    label = "weather"

    def contribute(self):
        yield Block(name="forecast", factory=blocks.CharBlock, zones=("body",), group="天気")
        yield Block(name="record", factory=blocks.CharBlock, zones=("activity",))


@pytest.fixture
def weather(monkeypatch):
    """The plugin among the apps, for one test."""
    from django.apps import apps

    plugin = WeatherPlugin("tests.weather", __import__("tests"))
    found = [*apps.get_app_configs(), plugin]
    monkeypatch.setattr(apps, "get_app_configs", lambda: found)
    Registry.forget()
    yield
    monkeypatch.undo()
    Registry.forget()


def test_contributed_block_joins_the_stream_under_its_plugins_name(weather):
    children = KeepingStreamBlock(body_blocks()).child_blocks
    assert children["weather__forecast"].meta.group == "天気"
    assert "weather__record" not in children


def test_contributed_block_of_the_activity_zone_joins_activities_only(weather):
    assert "weather__record" in KeepingStreamBlock(activity_blocks()).child_blocks


def test_contributed_blocks_are_looked_for_at_first_use_of_a_field(request):
    field = StreamField(body_blocks())
    request.getfixturevalue("weather")
    assert "weather__forecast" in field.stream_block.child_blocks


def test_data_of_a_contributed_block_comes_back_with_its_plugin(weather):
    with_plugin = KeepingStreamBlock([contributed_blocks("body")])
    stored = [{"type": "weather__forecast", "value": "晴れ", "id": "55555555-5555-4555-8555-555555555555"}]
    without = stream()
    assert with_plugin.to_python(without.get_prep_value(without.to_python(stored)))[0].value == "晴れ"


def test_field_writes_no_block_definitions_into_migrations():
    field = StreamField(body_blocks(), blank=True)
    assert field.deconstruct()[2:] == ([], {"blank": True})


def test_consent_is_asked_for_at_publication_not_for_a_draft():
    block = dict(body_blocks())["quote"]
    value = block.to_python({"quote": "楽しい", "speaker": "参加者", "consent": False})
    with pytest.raises(ValidationError):
        block.clean(value)
    block.defer_required_validation()
    assert block.clean(value)["quote"] == "楽しい"
