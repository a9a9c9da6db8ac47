import pytest

from cms.search.compounds import halves, ways_to_split


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("養成講座", [("養成", "講座")]),
        ("ボランティア養成", [("ボランティア", "養成")]),
        ("すくらむ21", [("すくらむ", "21")]),
        ("障害者雇用", [("障害", "者雇用"), ("障害者", "雇用")]),
        ("助成", []),
        ("森", []),
        ("ボランティア", []),
        ("取り組み", []),
        ("", []),
    ],
)
def test_a_compound_falls_apart_at_its_seams(word, ways):
    assert ways_to_split(word) == ways


def test_only_two_pieces_without_a_rest_are_halves():
    assert halves("公園管理") == ("公園", "管理")
    assert halves("公園の管理") is None
    assert halves("公園") is None
