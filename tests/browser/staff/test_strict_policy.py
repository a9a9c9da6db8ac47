"""The admin works though its content security policy allows no script amid a page, Wagtail's own screens among them.

What the other tests here do is watched as well (`log_in`); these go to the screens that they leave out.
"""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import refusals
from tests.servers import LiveSite

from .admin import Staff

OF_WAGTAIL = (
    "", "pages/", "pages/search/?q=a", "images/", "images/add/", "documents/", "documents/add/", "users/", "users/add/",
    "groups/", "collections/", "sites/", "workflows/list/", "workflows/add/", "redirects/", "reports/site-history/",
    "reports/aging-pages/", "reports/workflow_tasks/", "account/", "snippets/", "snippets/home/glossaryterm/add/",
)  # fmt: skip
OF_OURS = ("activities/", "organisations/", "organisations/new/", "mail/", "health/", "plugins/",
           "settings/core/appearance/", "settings/core/centre/")  # fmt: skip
SMUGGLED = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = 1";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = 1" style="left: 0">');
}"""
WITH_WORDS = "'unsafe-inline'"


@pytest.fixture
def admin(log_in: Callable[..., Staff]) -> Staff:
    return log_in("admin")


def policies(staff: Staff) -> dict[str, str]:
    """The policy of each screen that is opened from now on, by address; fills as it goes."""
    found: dict[str, str] = {}

    def note(response: object) -> None:
        if "text/html" in response.headers.get("content-type", ""):
            found[response.url.removeprefix(staff.site)] = response.headers["content-security-policy"]

    staff.page.on("response", note)
    return found


def of_plugins(staff: Staff) -> list[str]:
    """What the menu leads to that is neither Wagtail's nor core's."""
    staff.open("")
    menu = staff.page.locator("#wagtail-sidebar-props").text_content() or ""
    found = {path for path in re.findall(r'"/admin/([^"?#]+)"', menu) if path.count("/") == 2}
    others = ("settings/", "snippets/", "reports/", "pages/", "workflows/")
    return sorted(path for path in found - {*OF_WAGTAIL, *OF_OURS} if not path.startswith(others))


def one_of_each_type(site: LiveSite) -> list[int]:
    with sqlite3.connect(site.folder / "database.sqlite3") as database:
        return [pk for (pk,) in database.execute(
            "SELECT min(id) FROM wagtailcore_page WHERE depth > 1 GROUP BY content_type_id ORDER BY 1")]  # fmt: skip


def test_lists_and_forms(admin: Staff) -> None:
    sent = policies(admin)
    for path in (*OF_WAGTAIL, *OF_OURS, *of_plugins(admin)):
        admin.open(path)
        expect(admin.page.locator("main")).to_be_visible()
    assert len(sent) >= len(OF_WAGTAIL) + len(OF_OURS)
    assert {path: policy for path, policy in sent.items() if WITH_WORDS in policy and not path.endswith("/new/")} == {}


def test_the_editor_of_every_page_type(admin: Staff, site: LiveSite) -> None:
    sent = policies(admin)
    for pk in one_of_each_type(site):
        admin.open(f"pages/{pk}/edit/")
        expect(admin.page.locator("[data-edit-form]")).to_be_visible()
    editors = {path: policy for path, policy in sent.items() if path.endswith("/edit/")}
    assert len(editors) > 10
    # Where rich text is written, elements of style are let in, and nothing else.
    assert any(WITH_WORDS in policy for policy in editors.values())
    assert {part.split()[0] for policy in editors.values() for part in policy.split("; ") if WITH_WORDS in part} == {
        "style-src-elem"
    }


def test_what_wagtail_starts_in_a_form_is_started(admin: Staff, site: LiveSite) -> None:
    """A calendar, rows that are added, a chooser in such a row, and one in a dialog."""
    page = admin.page
    admin.open("workflows/add/")
    page.get_by_role("button", name=re.compile("追加")).last.click()
    expect(page.locator("[data-controller~=kakehashi-starts]")).to_have_count(0)
    page.locator(".task-chooser [data-chooser-action-choose]").last.click()
    expect(page.locator(".modal-dialog")).to_be_visible()
    admin.open(f"pages/{one_of_each_type(site)[0]}/edit/")
    # Of the dates between which the page is published.
    expect(page.locator(".xdsoft_datetimepicker").first).to_be_attached()


@pytest.fixture
def stranger(site: LiveSite, new_page: Callable[..., Page]) -> tuple[Staff, list[str]]:
    """Somebody into whose page a script is smuggled, and what is refused her."""
    page = new_page()
    refused = refusals(page)
    staff = Staff(page, site.url, "admin")
    staff.log_in()
    return staff, refused


def test_control_a_script_that_is_smuggled_in_does_not_run_and_is_counted(stranger: tuple[Staff, list[str]]) -> None:
    staff, refused = stranger
    staff.page.evaluate(SMUGGLED)
    expect(staff.page.locator("img[src='data:,']")).to_be_attached()
    staff.page.wait_for_function("() => document.images.length && [...document.images].every((each) => each.complete)")
    assert staff.page.evaluate("window.ran") is None
    assert {refusal.split()[1] for refusal in refused} == {"script-src-elem", "script-src-attr", "style-src-attr"}


def test_control_a_form_starts_nothing_but_wagtails_parts(stranger: tuple[Staff, list[str]]) -> None:
    staff, _refused = stranger
    staff.page.evaluate(
        """(start) => document.body.insertAdjacentHTML("beforeend", start + 'open">["/"]</script>'
        + start + 'eval">["ran = 1"]</script>')""",
        '<script type="application/json" data-controller="kakehashi-starts" data-starts="',
    )
    expect(staff.page.locator("script[data-starts=eval]")).not_to_have_attribute("data-controller", re.compile("."))
    assert (staff.page.evaluate("window.ran"), len(staff.page.context.pages)) == (None, 1)
