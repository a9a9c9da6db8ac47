"""The small window in which a page gets its times to appear and to go: the calendar leaves the button free."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .admin import Staff

WINDOW = "#schedule-publishing-dialog"
FIELDS = ("go_live_at", "expire_at")
IS_FREE = """button => {
  button.scrollIntoView({block: "nearest"});
  const {left, top, width, height} = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def press_slowly(button: Locator) -> None:
    """As a hand does: what moves from under the pointer between down and up is not clicked."""
    button.evaluate("button => button.scrollIntoView({block: 'nearest'})")
    mouse, box = button.page.mouse, button.bounding_box()
    assert box is not None
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    button.page.wait_for_timeout(150)
    mouse.up()


def opened(log_in: Callable[..., Staff], width: int, height: int) -> Staff:
    staff = log_in("manager")
    staff.find_page("学校のしくみ")
    staff.page.set_viewport_size({"width": width, "height": height})
    staff.page.locator("[data-side-panel-toggle=status]").first.click()
    staff.page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    return staff


def darkest_at_the_edge(page: Page) -> int:
    """How dark the lowest line of the window gets, from 0, black, to 255, white."""
    box = page.locator(f"{WINDOW} .w-dialog__content").bounding_box()
    assert box is not None
    middle = {"x": box["x"] + 30, "y": box["y"] + box["height"] - 4, "width": box["width"] - 60, "height": 3}
    return int(Image.open(BytesIO(page.screenshot(clip=middle))).convert("L").getextrema()[0])  # type: ignore[arg-type]


def test_on_a_telephone_a_shade_says_that_there_is_more_and_goes_at_the_end(log_in: Callable[..., Staff]) -> None:
    page = opened(log_in, 360, 740).page
    expect(page.locator(f"{WINDOW} [name=expire_at]")).to_be_visible()
    page.wait_for_timeout(500)
    assert darkest_at_the_edge(page) < 240
    page.locator(f"{WINDOW} .w-dialog__content").evaluate("content => content.scrollTo(0, content.scrollHeight)")
    page.wait_for_timeout(300)
    assert darkest_at_the_edge(page) > 250


def test_the_calendar_is_headed_with_the_year_before_the_month_in_japanese(log_in: Callable[..., Staff]) -> None:
    page = opened(log_in, 1280, 900).page
    page.locator(f"{WINDOW} [name=go_live_at]").click()
    heading = page.locator(f"{WINDOW} .xdsoft_monthpicker:visible")
    year, month = (heading.locator(f".xdsoft_{name} > span") for name in ("year", "month"))
    assert year.bounding_box()["x"] < month.bounding_box()["x"]  # type: ignore[index]
    assert year.evaluate("span => getComputedStyle(span, '::after').content") == '"年"'


@pytest.mark.parametrize("width", [1280, 360])
def test_who_has_chosen_a_day_can_press_the_button_at_once(log_in: Callable[..., Staff], width: int) -> None:
    page = opened(log_in, width, 900).page
    save = page.locator(WINDOW).get_by_role("button", name="予定を保存")
    chosen = {}
    for name in FIELDS:
        field = page.locator(f"{WINDOW} [name={name}]")
        field.click()
        calendar = page.locator(f"{WINDOW} .xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)
        box = calendar.bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
        if name == "expire_at":
            calendar.locator(".xdsoft_next:visible").first.click()
        calendar.locator("td.xdsoft_date:not(.xdsoft_other_month)").last.click()
        expect(field).not_to_have_value("")
        chosen[name] = field.input_value()
        assert save.evaluate(IS_FREE)
    with page.expect_navigation():
        press_slowly(save)
    expect(page.locator(WINDOW)).to_be_hidden()
    for name in FIELDS:
        expect(page.locator(f"{WINDOW} [name={name}]")).to_have_value(chosen[name])
