import pytest

from cms.search.did_you_mean import edit_distance, suggestions

WORDS = {
    "助成金": ["じょせいきん"],
    "ボランティア": [],
    "外国人学校": ["がいこくじんがっこう"],
    "地域猫": ["ちいきねこ"],
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ボランテァ", "ボランティア"),
        ("ぼらんてぃや", "ボランティア"),
        ("助政金", "助成金"),
        ("じょせきん", "助成金"),
        ("外国人がっこう", None),
        ("がいこくじんがっこ", "外国人学校"),
        ("まったく違う言葉", None),
        ("助", None),
        ("", None),
        ("あ" * 10_000, None),
    ],
)
def test_the_nearest_word_is_suggested(typed, meant):
    assert suggestions(typed, WORDS) == ([meant] if meant else [])


def test_what_was_typed_is_no_suggestion():
    assert suggestions("ボランティア", WORDS) == []


def test_a_word_is_suggested_once_however_it_is_written():
    assert suggestions("grnats", {"Grants": ["助成"], "grants": ["助成金"]}) == ["Grants"]


def test_the_nearest_comes_first():
    assert suggestions("地域犬", {"地域力向上": [], "地域猫": [], "地域": []}, limit=1) == ["地域猫"]


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("かな", "かな", 0), ("かな", "なか", 1), ("かな", "", 2), ("あいう", "あう", 1)]
)
def test_edit_distance(one, other, distance):
    assert edit_distance(one, other) == distance
