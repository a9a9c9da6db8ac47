"""The layouts behind the drawings."""

import itertools

import pytest

from cms.core.blocks import chart_layout, drawn_text, flowchart_labels, flowchart_layout, spiral_layout


def chart(edges, keys="ABCDEF"):
    return flowchart_layout.draw([(key, f"箱{key}", "step") for key in keys], [(a, b, "") for a, b in edges])


def box(drawing, key):
    return next(box for box in drawing.boxes if box.key == key)


SHAPES = [
    [],
    ["AB", "BC", "CD"],
    ["AB", "AC", "BD", "CD", "DE"],
    ["AB", "BC", "CA"],
    ["AB", "BA", "CD", "DC", "AD"],
    ["AF", "AB", "BC", "CD", "DE", "EF"],
]


@pytest.mark.parametrize("edges", SHAPES)
def test_boxes_never_overlap_and_stay_inside(edges):
    drawing = chart(edges)
    for one, other in itertools.combinations(drawing.boxes, 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_x or apart_y
    assert all(box.x >= 0 and box.x + box.width <= drawing.width for box in drawing.boxes)
    assert all(box.y >= 0 and box.y + box.height <= drawing.height for box in drawing.boxes)


@pytest.mark.parametrize("edges", SHAPES)
def test_every_arrow_is_drawn(edges):
    assert len(chart(edges).arrows) == len(edges)


def test_what_follows_stands_below():
    drawing = chart(["AB", "AC", "BD", "CD"], keys="ABCD")
    assert box(drawing, "A").y < box(drawing, "B").y == box(drawing, "C").y < box(drawing, "D").y


def test_circle_is_closed_along_the_edge():
    drawing = chart(["AB", "BA"], keys="AB")
    assert box(drawing, "A").y < box(drawing, "B").y
    assert drawing.width > box(drawing, "A").x + box(drawing, "A").width + flowchart_layout.LANE


LABELS = {"short": "はい", "middling": "民間が続ける", "long": "市の担当課が書類を受け取ってから二週間のうちに"}


def labelled(edges, label):
    keys = "ABCDEF"
    return flowchart_layout.draw([(key, f"箱{key}", "step") for key in keys], [(a, b, label) for a, b in edges])


def label_boxes(drawing):
    """Left, top, right and bottom of every line of words at an arrow."""
    return [
        (line.x - half, line.y - 12, line.x + half, line.y + 4)
        for arrow in drawing.arrows
        for line in arrow.label
        for half in [drawn_text.width(line.text) * flowchart_labels.FONT / 2]
    ]


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("edges", [*SHAPES, ["AB", "BC", "BF", "CD", "CE", "CF"], ["AB", "AC", "AD", "AE"]])
def test_words_at_arrows_lie_upon_no_others_and_stay_inside(edges, label):
    drawing = labelled(edges, label)
    for one, other in itertools.combinations(label_boxes(drawing), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and right <= drawing.width for left, _top, right, _bottom in label_boxes(drawing))


def test_words_at_an_arrow_are_all_there():
    drawing = labelled(["AB"], LABELS["long"])
    assert "".join(line.text for line in drawing.arrows[0].label) == LABELS["long"]


def test_words_of_a_box_are_broken_in_the_middle():
    assert drawn_text.balanced("民間事業の立ち上げ", 8) == ["民間事業の", "立ち上げ"]
    assert drawn_text.balanced("相談", 8) == ["相談"]


def test_words_stay_inside_their_box():
    text = "窓口で相談を受け、課題を整理して、協働できる相手がいるかどうかをいっしょに考える"
    drawing = flowchart_layout.draw([("A", text, "step")], [])
    (only,) = drawing.boxes
    assert "".join(line.text for line in only.lines) == text
    assert all(drawn_text.width(line.text) * flowchart_layout.FONT <= only.width for line in only.lines)
    assert only.y < only.lines[0].y
    assert only.lines[-1].y < only.y + only.height


def test_lines_keep_latin_words_whole_and_begin_with_no_full_stop():
    assert drawn_text.lines("Civic Activity Centre", 10) == ["Civic Activity", "Centre"]
    assert all(line[0] not in "、。ー" for line in drawn_text.lines("あいう、えおか。きくけーこ", 3))


def test_long_unbroken_word_is_cut():
    assert max(drawn_text.width(line) for line in drawn_text.lines("x" * 200, 10)) <= 11


def test_spiral_goes_outward_and_keeps_pillars_in_their_direction():
    drawing = spiral_layout.draw(["行政", "市民", "自主", "行政", "市民"])
    centre = drawing.size / 2
    distances = [((dot.x - centre) ** 2 + (dot.y - centre) ** 2) ** 0.5 for dot in drawing.dots]
    assert distances == sorted(distances)
    assert drawing.dots[0].x == drawing.dots[3].x == pytest.approx(centre, abs=0.1)
    assert [dot.pillar for dot in drawing.dots] == [1, 2, 3, 1, 2]


def test_bars_are_as_long_as_their_numbers():
    marks = chart_layout.draw("bar", [("a", 10), ("b", 5), ("c", 0)]).marks
    assert marks[0].width == 2 * marks[1].width
    assert marks[2].width == 0


def test_line_rises_with_its_numbers():
    marks = chart_layout.draw("line", [("a", 1), ("b", 3), ("c", 2)]).marks
    assert marks[0].y > marks[2].y > marks[1].y


@pytest.mark.parametrize("kind", ["bar", "line"])
def test_chart_of_nothing_but_zeros_is_drawn(kind):
    assert len(chart_layout.draw(kind, [("a", 0), ("b", 0)]).marks) == 2
