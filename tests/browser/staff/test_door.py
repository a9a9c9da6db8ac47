"""The door with a camera, with a scanner that types, and without a connection."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsers import ARGUMENTS, chromium, refusals
from tests.servers import LiveSite

from .admin import Staff
from .conftest import staff_of
from .workspace import add_a_date, announce, open_the_door, set_up_an_event, type_a_call_in

NAME = "電話 花子"


@dataclass(frozen=True)
class SetUp:
    """An event with one party at its door, written by the desk once for all tests of this file."""

    rows: Path
    cookies: object
    address: str
    number: str
    picture: bytes


@pytest.fixture(scope="module")
def set_up(live_site: LiveSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> SetUp:
    live_site.reset()
    with staff_of(live_site, browser) as log_in:
        desk = log_in("desk")
        set_up_an_event(desk)
        add_a_date(desk, "5")
        announce(desk)
        type_a_call_in(desk, NAME)
        slip = desk.page.locator(".ev-slip")
        number, picture = slip.locator(".ev-code").inner_text(), slip.locator("svg").screenshot()
        open_the_door(desk)
        rows = live_site.keep(tmp_path_factory.mktemp("door") / "database.sqlite3")
        return SetUp(rows, desk.page.context.storage_state(), desk.page.url, number, picture)


@pytest.fixture
def door(set_up: SetUp, site: LiveSite, new_page: Callable[..., Page]) -> Iterator[Staff]:
    """At the door of an event with one party: `number` is her booking number, `picture` the QR code of her slip."""
    site.reset(set_up.rows)
    desk = Staff(new_page(storage_state=set_up.cookies), site.url, "desk")
    refused = refusals(desk.page)
    desk.number, desk.picture = set_up.number, set_up.picture
    desk.page.goto(set_up.address)
    yield desk
    assert refused == []


def attendances(site: LiveSite) -> int:
    with sqlite3.connect(site.folder / "database.sqlite3") as database:
        return database.execute("SELECT count(*) FROM event_registration_attendance WHERE nonce != ''").fetchone()[0]


def row(page: Page) -> object:
    return page.locator(f"[data-member][data-name='{NAME}']")


def scan(page: Page, number: str) -> None:
    """As a scanner on USB does: a keyboard that types the number and Enter."""
    expect(page.get_by_label("申込番号")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def test_a_scanner_checks_in_one_after_the_other_on_the_same_page(door: Staff) -> None:
    scan(door.page, door.number)
    expect(door.page.locator("[data-said]")).to_contain_text("1人を受け付けました")
    expect(row(door.page).get_by_text("来場")).to_be_visible()
    expect(door.page.locator("[data-came-count]")).to_have_text("1")
    scan(door.page, door.number)
    expect(door.page.locator("[data-said]")).to_contain_text("受付済み")


def test_a_name_is_checked_in_and_taken_back_on_the_same_page(door: Staff) -> None:
    row(door.page).get_by_role("button", name="受付する").click()
    row(door.page).get_by_role("button", name="取り消す").or_(row(door.page).locator("[name=undo]")).first.click()
    expect(door.page.locator("[data-came-count]")).to_have_text("0")


def test_somebody_is_found_in_the_list_by_name_reading_and_number(door: Staff) -> None:
    page = door.page
    page.get_by_role("link", name="申し込みのない人を受け付ける").click()
    page.locator("[name=name]").fill("飛入 太郎")
    page.locator("[name=kana]").fill("とびいり たろう")
    page.get_by_role("button", name="登録して受付する").click()
    found, field = page.locator("[data-member]:visible"), page.get_by_label("名簿からさがす")
    expect(found).to_have_count(2)
    for typed in ("ﾄﾋﾞｲﾘ", "飛入太郎", "とびいりた"):
        field.fill(typed)
        expect(found).to_have_count(1)
        expect(found).to_contain_text("飛入 太郎")
    field.fill(door.number.lower())
    expect(found).to_have_count(1)
    expect(found).to_contain_text(NAME)
    field.fill("いない人")
    expect(found).to_have_count(0)
    expect(page.get_by_text("この名簿に当てはまる人はいません。")).to_be_visible()
    field.fill("")
    expect(found).to_have_count(2)


def test_without_a_connection_nothing_is_lost(door: Staff, site: LiveSite) -> None:
    door.page.context.set_offline(True)
    scan(door.page, door.number)
    expect(door.page.locator("[data-unsent]")).to_contain_text("未送信 1件")
    expect(door.page.locator("[data-unsent]")).to_contain_text(NAME)
    assert attendances(site) == 0
    door.page.context.set_offline(False)
    expect(door.page.locator("[data-unsent]")).to_be_hidden()
    expect(row(door.page).get_by_text("来場")).to_be_visible()
    assert attendances(site) == 1


def test_what_is_unsent_outlives_the_page(door: Staff, site: LiveSite) -> None:
    page, address = door.page, door.page.url
    page.context.set_offline(True)
    scan(page, door.number)
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=False)
    door.page.context.set_offline(False)
    again = door.page.context.new_page()
    again.goto(address)
    expect(again.locator("[data-came-count]")).to_have_text("1")
    assert attendances(site) == 1


def test_an_answer_that_is_lost_checks_nobody_in_twice(door: Staff, site: LiveSite) -> None:
    def loses(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.fulfill(status=502, body="")
        else:
            route.continue_()

    door.page.route("**/day/*/", loses)
    scan(door.page, door.number)
    expect(door.page.locator("[data-said]")).to_contain_text("通信できません")
    expect(door.page.locator("[data-unsent]")).to_contain_text("未送信 1件")
    door.page.unroute("**/day/*/")
    door.page.evaluate("dispatchEvent(new Event('online'))")
    expect(door.page.locator("[data-said]")).to_contain_text("受付済み")
    expect(door.page.locator("[data-unsent]")).to_be_hidden()
    assert attendances(site) == 1


@pytest.fixture
def filmed(door: Staff, tmp_path: Path) -> Iterator[Page]:
    """The same page in a Chromium whose camera sees the slip's QR code."""
    film = tmp_path / "slip.mjpeg"
    frame = Image.new("RGB", (640, 480), "white")
    frame.paste(Image.open(io.BytesIO(door.picture)).convert("RGB").resize((320, 320)), (160, 80))
    jpeg = io.BytesIO()
    frame.save(jpeg, "JPEG", quality=90)
    film.write_bytes(jpeg.getvalue() * 5)
    seen = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    seen.append(f"--use-file-for-fake-video-capture={film}")
    browser = door.page.context.browser.browser_type.launch(executable_path=chromium(), args=[*ARGUMENTS, *seen])
    context = browser.new_context(storage_state=door.page.context.storage_state(), locale="ja-JP")
    page = context.new_page()
    page.goto(door.page.url)
    yield page
    browser.close()


def test_the_camera_reads_the_code_of_the_slip(filmed: Page) -> None:
    filmed.get_by_role("button", name="カメラでQRコードを読む").click()
    expect(filmed.locator("[data-said]")).to_contain_text("1人を受け付けました", timeout=20_000)
    expect(filmed.locator("[data-came-count]")).to_have_text("1")
    filmed.get_by_role("button", name="カメラを止める").click()
    expect(filmed.locator("[data-video]")).to_be_hidden()


def test_without_a_camera_the_number_and_the_list_are_pointed_to(door: Staff) -> None:
    door.page.get_by_role("button", name="カメラでQRコードを読む").click()
    expect(door.page.locator("[data-said]")).to_contain_text("番号を入力するか、下の名簿から")
