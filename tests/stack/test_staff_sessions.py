"""Who logged in once in a test process is known again in a new browser, whatever rows were put back meanwhile."""

from playwright.sync_api import Browser

from tests.browsers import pages
from tests.servers import LiveSite
from tests.staff_sessions import come_in


def test_a_member_of_staff_is_known_again_and_begins_nowhere(live_site: LiveSite, browser: Browser) -> None:
    logged_in = []

    def enter(page) -> None:
        logged_in.append(page)
        page.goto(f"{live_site.url}/admin/login/")
        page.fill("[name=username]", "moderator")
        page.fill("[name=password]", "kakehashi-demo")
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{live_site.url}/admin/")

    for _time in range(2):
        live_site.reset()
        with pages(browser) as open_page:
            page = open_page()
            come_in(page, live_site, "moderator", lambda page=page: enter(page))
            assert page.url == "about:blank"
            assert page.goto(f"{live_site.url}/admin/").url == f"{live_site.url}/admin/"
    assert len(logged_in) <= 1
    live_site.reset()
    with pages(browser) as open_page:  # the control: nobody else is
        assert "/login/" in open_page().goto(f"{live_site.url}/admin/").url
