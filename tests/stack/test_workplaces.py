"""A browser that is kept from test to test has what was fetched, and nothing else that a visit leaves."""

from tests.browsers import Workplaces
from tests.servers import LiveSite
from tests.staff_sessions import come_in

LEAVES = """() => { document.cookie = "left=behind; path=/"; localStorage.setItem("left", "behind");
  return new Promise((done) => { const opened = indexedDB.open("left"); opened.onsuccess = () => done() }) }"""
FINDS = "async () => [document.cookie, localStorage.length, (await indexedDB.databases()).length]"
FETCHED = """() => performance.getEntriesByType("resource").filter((each) => each.initiatorType == "link")
  .map((each) => each.transferSize)"""


def test_a_visit_leaves_nothing_but_what_was_fetched(live_site: LiveSite, workplaces: Workplaces) -> None:
    with workplaces.pages() as open_page:
        page = open_page()
        page.goto(f"{live_site.url}/ja/")
        page.evaluate(LEAVES)
        first = page.context
        assert page.evaluate(FINDS)[1:] == [1, 1]  # the control: it was left there
        page.goto("about:blank")  # what a page left is not only where it is at the end
    with workplaces.pages() as open_page:
        page = open_page()
        assert page.context is first
        page.goto(f"{live_site.url}/ja/")
        assert page.evaluate(FINDS) == ["", 0, 0]
        assert page.evaluate(FETCHED)
        assert set(page.evaluate(FETCHED)) == {0}


def test_no_two_pages_are_in_one_context(workplaces: Workplaces) -> None:
    with workplaces.pages() as open_page:
        assert open_page().context is not open_page().context


def test_a_member_of_staff_is_known_again_and_begins_nowhere(live_site: LiveSite, workplaces: Workplaces) -> None:
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
        with workplaces.pages() as open_page:
            page = open_page()
            come_in(page, live_site, "moderator", lambda page=page: enter(page))
            assert page.url == "about:blank"
            assert page.goto(f"{live_site.url}/admin/").url == f"{live_site.url}/admin/"
    assert len(logged_in) <= 1
    live_site.reset()
    with workplaces.pages() as open_page:  # the control: nobody else is
        assert "/login/" in open_page().goto(f"{live_site.url}/admin/").url
