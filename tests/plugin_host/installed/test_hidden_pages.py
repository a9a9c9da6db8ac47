"""Pages of a plugin that is off, and pages whose code is gone: kept, hidden, and nothing that would lose them."""

from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page, Site

from tests.factories.home import StandardPageFactory, home_page

Refused = Callable[[Page], None]


@pytest.fixture
def chief(db: None, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


@pytest.fixture
def absent(db: None) -> Page:
    """A page of a plugin whose folder is gone, below an ordinary page."""
    above = StandardPageFactory(title="上の頁", slug="above")
    page = StandardPageFactory(title="灯台の頁", slug="lighthouse", parent=above)
    kind = ContentType.objects.create(app_label="ghost", model="lighthousepage")
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def tool_page(db: None) -> Page:
    from plugins.toolbox.models import ToolPage

    return home_page().add_child(instance=ToolPage(title="はしごの頁", slug="ladder"))


def test_visitors_do_not_find_a_page_without_code(client: Client, absent: Page) -> None:
    assert client.get("/ja/above/lighthouse/").status_code == 404


def test_what_stands_above_it_is_served(client: Client, absent: Page) -> None:
    assert client.get("/ja/above/").status_code == 200


def test_staff_are_told_whose_page_it_is(chief: Client, absent: Page) -> None:
    response = chief.get("/ja/above/lighthouse/")
    assert response.status_code == 404
    assert "灯台の頁" in response.content.decode()
    assert "ghost" in response.content.decode()


def test_visitors_are_told_nothing(client: Client, tool_page: Page, off: None) -> None:
    response = client.get("/ja/ladder/")
    assert response.status_code == 404
    assert "備品の貸し出し" not in response.content.decode()


def test_staff_are_told_that_the_plugin_is_off(chief: Client, tool_page: Page, off: None) -> None:
    response = chief.get("/ja/ladder/")
    assert response.status_code == 404
    assert "プラグイン「備品の貸し出し」は、このサイトでは止めています。" in response.content.decode()


def test_the_sitemap_leaves_it_out(client: Client, absent: Page) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/above/" in sitemap
    assert "lighthouse" not in sitemap


def test_the_explorer_shows_it(chief: Client, absent: Page) -> None:
    assert "灯台の頁" in chief.get(f"/admin/pages/{absent.get_parent().pk}/").content.decode()


def test_its_editor_is_closed_with_the_name_of_the_plugin(chief: Client, absent: Page) -> None:
    answer = chief.get(f"/admin/pages/{absent.pk}/edit/", follow=True)
    assert answer.status_code == 200
    assert "「ghost」のページがありますが、そのプラグインはいま入っていません" in answer.content.decode()


REQUESTS = {
    "delete": lambda page: (f"/admin/pages/{page.pk}/delete/", {}),
    "copy": lambda page: (
        f"/admin/pages/{page.pk}/copy/",
        {"new_title": "写し", "new_slug": "copy", "new_parent_page": home_page().pk, "copy_subpages": "on"},
    ),
    "move": lambda page: (f"/admin/pages/{page.pk}/move/{home_page().pk}/confirm/", {}),
    "bulk delete": lambda page: (f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={page.pk}", {}),
    "unpublish": lambda page: (f"/admin/pages/{page.pk}/unpublish/", {"include_descendants": "on"}),
}


@pytest.fixture(params=[name for name in REQUESTS if name != "unpublish"])
def request_about(request: pytest.FixtureRequest) -> Callable[[Page], tuple[str, dict]]:
    return REQUESTS[request.param]


def test_nothing_is_done_to_a_page_without_code(chief: Client, absent: Page, request_about: Callable) -> None:
    before = list(Page.objects.order_by("path").values_list("pk", "path"))
    url, data = request_about(absent)
    answer = chief.post(url, data, follow=True)
    assert list(Page.objects.order_by("path").values_list("pk", "path")) == before
    assert "ghost" in answer.content.decode()


def test_nothing_is_done_to_what_stands_above_it(chief: Client, absent: Page, request_about: Callable) -> None:
    before = list(Page.objects.order_by("path").values_list("pk", "path"))
    url, data = request_about(absent.get_parent())
    answer = chief.post(url, data, follow=True)
    assert list(Page.objects.order_by("path").values_list("pk", "path")) == before
    assert "ghost" in answer.content.decode()


def test_the_requests_would_do_something(chief: Client, request_about: Callable) -> None:
    """The control: the same requests about an ordinary page change the tree."""
    above = StandardPageFactory(slug="elsewhere")
    page = StandardPageFactory(title="ふつうの頁", slug="plain", parent=above)
    before = list(Page.objects.order_by("path").values_list("pk", "path"))
    url, data = request_about(page)
    chief.post(url, data, follow=True)
    assert list(Page.objects.order_by("path").values_list("pk", "path")) != before


def test_a_page_whose_plugin_is_off_is_not_deleted(chief: Client, tool_page: Page, off: None) -> None:
    answer = chief.post(f"/admin/pages/{tool_page.pk}/delete/", follow=True)
    assert Page.objects.filter(pk=tool_page.pk).exists()
    assert "先に使うようにしてください。何も変わっていません。" in answer.content.decode()


def test_its_editor_keeps_what_was_typed_and_saves_nothing(chief: Client, tool_page: Page, off: None) -> None:
    typed = {
        "title": "書きかけの題", "slug": "ladder", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "action-publish": "1",
    }  # fmt: skip
    answer = chief.post(f"/admin/pages/{tool_page.pk}/edit/", typed)
    assert "書きかけの題" in answer.content.decode()
    assert Page.objects.get(pk=tool_page.pk).title == "はしごの頁"


def test_a_block_typed_while_its_plugin_went_off_is_kept(chief: Client, site: Site, off: None) -> None:
    page = StandardPageFactory(title="道具", slug="kept")
    typed = {
        "title": "道具", "slug": "kept", "body-count": "1", "body-0-type": "toolbox__tool", "body-0-value": "のみ",
        "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = unescape(chief.post(f"/admin/pages/{page.pk}/edit/", typed).content.decode())
    state = answer.encode().decode("unicode_escape", errors="ignore")
    assert "失われていません" in state
    assert "のみ" in state


def test_words_of_its_blocks_leave_the_index_and_come_back(site: Site) -> None:
    from django.utils import timezone
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from cms.plugin_host import services
    from home.models import StandardPage

    page = StandardPageFactory(title="道具", body=[("toolbox__tool", "きりだし小刀")])
    page.save()

    def found() -> bool:
        return page in list(get_search_backend().search("きりだし小刀", StandardPage.objects.all()))

    assert found()
    services.disable(slug="toolbox", site=site, now=timezone.now())
    assert not found()
    services.enable(slug="toolbox", site=site, now=timezone.now())
    assert found()
    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("is_off", [False, True], ids=["on", "off"])
def test_pages_link_to_it_only_while_it_can_be_read(
    client: Client, tool_page: Page, is_off: bool, request: pytest.FixtureRequest
) -> None:
    if is_off:
        request.getfixturevalue("off")
    StandardPageFactory(slug="linking", body=[("related", {"pages": [tool_page]})])
    assert ("はしごの頁" in client.get("/ja/linking/").content.decode()) is not is_off
