"""What a member of the staff does in the admin with mouse and keyboard."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PASSWORD = "kakehashi-demo"


@dataclass
class Staff:
    """A person in front of the admin. `site` is the address of the site without a slash at its end."""

    page: Page
    site: str
    name: str

    def log_in(self) -> None:
        self.page.goto(f"{self.site}/admin/")
        self.page.fill("[name=username]", self.name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="ログイン").click()
        expect(self.page.get_by_role("heading", name="今日のセンター")).to_be_visible()

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site}/admin/{path}")

    # Moving around ------------------------------------------------------------------------------------------------

    def find_page(self, title: str, *, language: str = "") -> None:
        """Search a page by its title on the admin's home and open its editor.

        Arguments:
            language: as its row says it, where pages of several languages have the title.
        """
        self.open("")
        self.page.get_by_placeholder("すべてのページから検索").fill(title)
        self.page.keyboard.press("Enter")
        link = self.page.get_by_role("link", name=title, exact=True)
        if language:
            rows = self.page.get_by_role("row").filter(has=self.page.get_by_text(language, exact=True))
            link = rows.get_by_role("link", name=title, exact=True)
        link.first.click()

    def children_of(self, title: str, *, language: str = "") -> None:
        """Open the list of the pages below a page."""
        self.find_page(title, language=language)
        self.children_of_here()

    def children_of_here(self) -> None:
        """From the editor or the list of a page to the list of the pages below it."""
        self.open(f"pages/{page_id(self.page.url)}/")

    def add_page(self, below: str, kind: str = "", *, language: str = "") -> None:
        """Press 子ページを追加 in the list below a page, and choose the kind where several are offered."""
        self.children_of(below, language=language)
        self.page.get_by_role("link", name="子ページを追加").first.click()
        if kind:
            self.page.get_by_role("link", name=re.compile(f"^{kind}")).first.click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=re.compile(f"^{name}")).click()

    # Filling in ---------------------------------------------------------------------------------------------------

    def write(self, label: str, words: str, *, within: Locator | None = None) -> None:
        """Write words into the text field whose label begins so."""
        (within or self.page).get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first.fill(words)

    def write_title(self, words: str) -> None:
        self.page.get_by_placeholder("ページタイトル").fill(words)

    def add_block(self, field: str, name: str) -> None:
        """Put a block on top of a StreamField."""
        self.page.locator(f"[data-contentpath={field}] button.c-sf-add-button").first.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def add_item(self, block: Locator, item: str) -> None:
        """Add an item at the end of a list in a StreamField, and see it there.

        Arguments:
            block: around the list, and no other list in it.
            item: the selector of a field that each item has once.
        """
        before = block.locator(item).count()
        block.locator("[data-streamfield-list-add]").last.click()
        expect(block.locator(item)).to_have_count(before + 1)

    def row(self, formset: str, number: int) -> Locator:
        """The n-th row of a list in a form, from 0."""
        return self.page.locator(f"#inline_child_{formset}-{number}")

    def add_row(self, formset: str, button: str) -> Locator:
        """Press the button that adds a row to a list; return the row."""
        number = int(self.page.locator(f"[name={formset}-TOTAL_FORMS]").input_value())
        self.page.get_by_role("button", name=button, exact=True).click()
        row = self.row(formset, number)
        expect(row).to_be_visible()
        return row

    def choose(self, within: Locator | Page, button: str, title: str) -> None:
        """Press a chooser's button, and take what is looked for."""
        within.get_by_role("button", name=re.compile(f"^{re.escape(button)}")).first.click()
        self.take_from_dialog(title)

    def take_from_dialog(self, title: str) -> None:
        """Search in the chooser that is open, and take the first row whose title ends so."""
        dialog = self.page.locator(".modal-dialog").last
        expect(dialog).to_be_visible()
        dialog.locator("input[name=q]").fill(title)
        dialog.get_by_role("link", name=re.compile(f"{re.escape(title)}$")).first.click()
        expect(self.page.locator(".modal-dialog")).to_have_count(0)

    # Keeping ------------------------------------------------------------------------------------------------------

    def press(self, action: str) -> None:
        """Press one of the actions in the footer, in the menu above it where it stands there."""
        footer = self.page.locator("footer")
        button = footer.get_by_role("button", name=re.compile(action)).first
        if not button.is_visible():
            footer.locator("[data-w-dropdown-target=toggle]").first.click()
        button.click()

    @property
    def sideways(self) -> int:
        """By how many pixels the pane with the form is scrolled, or could be scrolled, sideways."""
        return self.page.evaluate("() => { const pane = document.querySelector('main');"
                                  " return pane.scrollWidth - pane.clientWidth + pane.scrollLeft }")  # fmt: skip

    @property
    def message(self) -> Locator:
        """What the admin says after an action."""
        return self.page.locator(".messages")


def page_id(url: str) -> int:
    found = re.search(r"/pages/(\d+)/", url)
    assert found, url
    return int(found.group(1))
