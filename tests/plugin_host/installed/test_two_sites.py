"""On at one site, off at another, in the same process: every kind of contribution that has a host."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core import letter_sections, schedules
from cms.core.roles import grant
from cms.plugin_api import LetterContext
from cms.plugin_api.contributions import KINDS
from cms.plugin_host import services
from conftest import forget_what_is_cached
from tests.factories.events import EventFactory, bookable
from tests.factories.home import StandardPageFactory, home_page
from tests.registration.test_registering import filled as filled_form

from .conftest import SLUG

HERE, THERE = "localhost", "neighbour.example"


@dataclass
class Centre:
    """A site as a visitor and as staff see it."""

    site: Site
    host: str
    client: Client

    def get(self, path: str) -> str:
        """Return what stands at the address; nothing for a 404."""
        response = self.client.get(path, headers={"host": self.host})
        assert response.status_code in (200, 404), response.status_code
        return response.content.decode() if response.status_code == 200 else ""


@pytest.fixture
def here(site: Site, client: Client) -> Centre:
    return filled(Centre(site, HERE, client))


@pytest.fixture
def there(other_site: Site, client: Client) -> Centre:
    centre = filled(Centre(other_site, THERE, client))
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    return centre


def filled(centre: Centre) -> Centre:
    from plugins.toolbox.models import Tool, ToolPage

    home = centre.site.root_page.specific
    Tool.objects.create(site=centre.site, name="のこぎり")
    home.add_child(instance=ToolPage(title="のこぎりのページ", slug="saw", locale=home.locale))
    StandardPageFactory(parent=home, title="道具", slug="tools-we-have", body=[("toolbox__tool", "かなづち")])
    return centre


@pytest.fixture
def staff(db: None, client: Client) -> None:
    admin = get_user_model().objects.create_superuser("chief", "chief@example.jp", "secret-words")
    admin.wagtail_userprofile = None
    client.force_login(admin)


PUBLIC: dict[str, tuple[str, str]] = {
    "page_type": ("/ja/saw/", "のこぎりのページ"),
    "block": ("/ja/tools-we-have/", "かなづち"),
    "menu_item": ("/ja/tools-we-have/", "備品の貸し出し"),
    "landmark": ("/ja/", "いちばんの備品"),
    "urls": ("/ja/tools/", "のこぎり"),
    "api_endpoint": ("/api/v1/plugins/toolbox/tools/", "tools"),
    "slot": ("/ja/", "tool-latest"),
    "html_filter": ("/ja/", "tool-filtered"),
    "home_section": ("/ja/", "tool-section"),
    "search_kind": ("/ja/search/?q=のこぎり", "備品の貸し出し</"),
    "sitemap": ("/sitemap.xml", "/saw/"),
}
STAFF: dict[str, tuple[str, str]] = {
    "staff_panel": ("/admin/", "tool-panel"),
    "admin menu": ("/admin/", "/admin/plugins/toolbox/"),
    "report": ("/admin/", "備品の一覧表"),
    "site_settings": ("/admin/", "貸し出しのきまり"),
    "admin urls": ("/admin/plugins/toolbox/", "のこぎり"),
    "menu of a snippet": ("/admin/", "備品の台帳"),
    "list of a snippet": ("/admin/snippets/toolbox/tool/", "のこぎり"),
    "hook of Wagtail": ("/admin/", "toolbox-hook"),
    "form of a snippet": ("/admin/snippets/toolbox/tool/add/", "備品の名前"),
}


def test_visitors_have_it_where_it_is_on(here: Centre, there: Centre) -> None:
    assert seen(here, PUBLIC) == dict.fromkeys(PUBLIC, True)


def test_visitors_do_not_have_it_where_it_is_off(here: Centre, there: Centre) -> None:
    assert seen(there, PUBLIC) == dict.fromkeys(PUBLIC, False)


def test_staff_have_it_where_it_is_on(staff: None, here: Centre, there: Centre) -> None:
    assert seen(here, STAFF) == dict.fromkeys(STAFF, True)


def test_staff_do_not_have_it_where_it_is_off(staff: None, here: Centre, there: Centre) -> None:
    assert seen(there, STAFF) == dict.fromkeys(STAFF, False)


def seen(centre: Centre, places: dict[str, tuple[str, str]]) -> dict[str, bool]:
    """Return of each place whether it has what the plugin brings there; each is asked as cold as the first."""
    found = {}
    for name, (path, text) in places.items():
        forget_what_is_cached()
        html = centre.get(path).replace('value="のこぎり"', "")  # what was searched for stands in its field
        found[name] = text in (unescaped(html) if places is STAFF else html)
    return found


def unescaped(html: str) -> str:
    """The admin's menu is JSON in the page."""
    return html.encode().decode("unicode_escape", errors="ignore") + html


def test_settings_are_closed_at_the_site_where_it_is_off(staff: None, here: Centre, there: Centre) -> None:
    def status(site: Site) -> int:
        return here.client.get(f"/admin/settings/toolbox/lendingrules/{site.pk}/", headers={"host": HERE}).status_code

    assert (status(here.site), status(there.site)) == (200, 404)


def test_schedule_runs_for_the_sites_where_it_is_on(here: Centre, there: Centre) -> None:
    from plugins.toolbox.models import Happened

    schedules.run_due(now=timezone.now())
    assert list(Happened.objects.filter(what="counted").values_list("site", flat=True)) == [here.site.pk]


def test_listener_hears_of_the_sites_where_it_is_on(
    here: Centre, there: Centre, django_capture_on_commit_callbacks: Callable
) -> None:
    from plugins.toolbox.models import Happened

    with django_capture_on_commit_callbacks(execute=True):
        for centre in (here, there):
            page = Page.objects.get(slug="tools-we-have", path__startswith=centre.site.root_page.path)
            page.specific.save_revision().publish()
    assert list(Happened.objects.filter(what="heard").values_list("site", flat=True)) == [here.site.pk]


def test_page_type_is_offered_where_it_is_on(staff: None, here: Centre, there: Centre) -> None:
    """Both in the admin of one host: what counts is where the page would stand."""
    assert "備品のページ" in here.get(f"/admin/pages/{here.site.root_page.pk}/add_subpage/")
    assert "備品のページ" not in here.get(f"/admin/pages/{there.site.root_page.pk}/add_subpage/")


def test_page_type_keeps_to_its_parents(here: Centre) -> None:
    from plugins.toolbox.models import ToolPage

    standard = Page.objects.get(slug="tools-we-have").specific
    assert ToolPage.can_create_at(home_page())
    assert not ToolPage.can_create_at(standard)


def test_staff_have_the_event_panel_where_it_is_on(staff: None, here: Centre, there: Centre) -> None:
    def overview(centre: Centre) -> str:
        event = EventFactory(site=centre.site)
        return here.get(f"/admin/events/{event.pk}/")

    assert "イベントで使う備品" in overview(here)
    assert "イベントで使う備品" not in overview(there)


def test_the_form_has_the_box_where_it_is_on_and_a_tick_is_heard_there(here: Centre, there: Centre) -> None:
    from plugins.toolbox.models import Happened

    for centre in (here, there):
        offering = bookable(site=centre.site)
        session = offering.sessions.get()
        session.starts_at = timezone.now() + timedelta(days=30)
        session.ends_at = session.starts_at + timedelta(hours=1)
        session.save()
        home = centre.site.root_page.specific
        StandardPageFactory(parent=home, slug="lecture", translation_key=offering.event.page_key)
        path = f"/ja/registrations/new/{offering.event_id}/"
        assert ("box_toolbox_tools" in centre.get(path)) is (centre is here)
        sent = filled_form(offering, box_toolbox_tools="on")
        centre.client.post(path, sent, headers={"host": centre.host, "sec-fetch-site": "same-origin"})
        assert offering.registrations.exists()
    assert list(Happened.objects.filter(what="ticked").values_list("site", flat=True)) == [here.site.pk]


def test_letters_have_the_section_where_it_is_on(here: Centre, there: Centre) -> None:
    now = timezone.now()

    def sections(centre: Centre) -> list[str]:
        context = LetterContext(site=centre.site, language="ja", since=now - timedelta(days=7), until=now)
        return [filled.plugin for filled in letter_sections.fill(context).filled]

    assert (SLUG in sections(here), SLUG in sections(there)) == (True, False)


#: Kinds that a test of their own is about, above or in the tests of their host.
APART = {
    "schedule": test_schedule_runs_for_the_sites_where_it_is_on,
    "listener": test_listener_hears_of_the_sites_where_it_is_on,
    "event_panel": test_staff_have_the_event_panel_where_it_is_on,
    "form_box": test_the_form_has_the_box_where_it_is_on_and_a_tick_is_heard_there,
    "newsletter_section": test_letters_have_the_section_where_it_is_on,
}
#: Kinds that are not switched per site, and why.
FOR_ALL_SITES = {
    "role_permissions": "what a group may do is kept while the plugin is off; its screens are closed",
    "mail_kind": "a mail that was queued keeps its name",
    "demo": "it is loaded once, into the demo's site",
}


def test_no_kind_of_contribution_is_forgotten_here() -> None:
    assert (set(PUBLIC) | set(STAFF) | set(APART)) >= set(KINDS) - set(FOR_ALL_SITES)
    assert not (set(PUBLIC) | set(STAFF) | set(APART)) & set(FOR_ALL_SITES)


def edit_url(centre: Centre, slug: str) -> str:
    page = Page.objects.get(slug=slug, path__startswith=centre.site.root_page.path)
    return f"/admin/pages/{page.pk}/edit/"


def test_editors_choose_the_block_where_it_is_on(staff: None, here: Centre, there: Centre) -> None:
    assert "toolbox__facts" in here.get(edit_url(here, "tools-we-have"))
    assert "toolbox__facts" not in here.get(edit_url(there, "tools-we-have"))


def test_page_of_a_plugin_that_is_off_is_read_only_and_says_why(staff: None, here: Centre, there: Centre) -> None:
    assert "読むことはできますが" not in here.get(edit_url(here, "saw"))
    assert "読むことはできますが" in here.get(edit_url(there, "saw"))


def test_links_are_not_offered_to_pages_of_a_plugin_that_is_off(staff: None, here: Centre, there: Centre) -> None:
    def offered(centre: Centre) -> bool:
        html = centre.get(f"/admin/choose-page/{centre.site.root_page.pk}/?page_type=wagtailcore.page")
        return "のこぎりのページ" in unescaped(html)

    assert (offered(here), offered(there)) == (True, False)


def test_manager_of_a_new_site_has_the_permissions_of_the_plugin(here: Centre, there: Centre) -> None:
    from django.contrib.auth.models import Group

    grant(site=there.site)
    manager = Group.objects.get(staff_role__key="manager")
    held = manager.site_permissions.filter(permission__codename="change_lendingrules").values_list("site", flat=True)
    assert there.site.pk in held


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    from django.core.cache import cache

    cache.clear()
