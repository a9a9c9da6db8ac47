"""The small window in which a page gets its times to appear and to go: the calendar leaves the button free."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

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


@pytest.mark.parametrize("width", [1280, 360])
def test_who_has_chosen_a_day_can_press_the_button_at_once(log_in: Callable[..., Staff], width: int) -> None:
    staff = log_in("manager")
    staff.find_page("学校のしくみ")
    page = staff.page
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("[data-side-panel-toggle=status]").first.click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
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
