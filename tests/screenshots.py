"""The pictures of the READMEs, taken from the demo: `make demo`, then `python -m tests.screenshots` beside it.

Each is one screen as people see it, scaled down and packed as WebP into docs/images.
"""

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browsers import ARGUMENTS, DESKTOP, PHONE, chromium

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
PASSWORD = "kakehashi-demo"
WIDTH = {"desktop": 800, "phone": 360}


@dataclass(frozen=True)
class Picture:
    """One screen: the name of its file, its address, who looks at it (nobody: a visitor), and on what."""

    name: str
    address: str
    staff: str = ""
    phone: bool = False
    language: str = "ja-JP"


PICTURES = (
    Picture("home", "/ja/"),
    Picture("home-en", "/en/", language="en-GB"),
    Picture("event-phone", "/ja/events/school-guidance/", phone=True),
    Picture("today", "/admin/", staff="admin"),
    Picture("events-desk", "/admin/events/", staff="desk"),
)


def take(browser: Browser, site: str, picture: Picture) -> bytes:
    """Return the screen as PNG."""
    size = PHONE if picture.phone else DESKTOP
    context = browser.new_context(locale=picture.language, timezone_id="Asia/Tokyo", viewport=size)
    page = context.new_page()
    page.set_default_timeout(60_000)
    if picture.staff:
        page.goto(f"{site}/admin/login/")
        page.fill("[name=username]", picture.staff)
        page.fill("[name=password]", PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
    answer = page.goto(site + picture.address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{picture.address} answered {answer and answer.status}")
    shot = page.screenshot()
    context.close()
    return shot


def pack(shot: bytes, path: Path, *, width: int) -> None:
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    height = round(image.height * width / image.width)
    image.resize((width, height), Image.Resampling.LANCZOS).save(path, "WEBP", quality=82, method=6)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000", help="where the demo runs")
    site = parser.parse_args(arguments).site.rstrip("/")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for picture in PICTURES:
            path = FOLDER / f"{picture.name}.webp"
            pack(take(browser, site, picture), path, width=WIDTH["phone" if picture.phone else "desktop"])
            print(f"{path.name}: {path.stat().st_size // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
