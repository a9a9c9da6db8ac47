"""What plugins cost a visitor: at most one query more, however many there are; none where the process remembers."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Site

from cms.plugin_api import MenuItem, SlotFill
from cms.plugin_host import states
from cms.plugin_host.boot import Boot
from tests.factories.home import StandardPageFactory
from tests.plugin_host.conftest import Load, load  # noqa: F401

# Visitors' requests run outside of transactions; inside of one each call into a plugin has a savepoint besides.
pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ["/ja/about-tools/", "/ja/", "/ja/search/?q=道具"]


@pytest.fixture
def page(site: Site) -> None:
    StandardPageFactory(title="道具", slug="about-tools", body=[("toolbox__tool", "かなづち")])


@pytest.fixture
def ten_more(load: Load) -> Callable[[], None]:  # noqa: F811
    def add() -> None:
        for number in range(10):
            fill = SlotFill(slot="footer", render=lambda context: "<p>light</p>")
            item = MenuItem(key="x", label="灯り", url=lambda request: "/ja/light/")
            load(f"lamp{number}", [fill, item])
        states.is_on("lamp0")  # whether their tables are there is asked once per process

    return add


@pytest.mark.parametrize("path", PATHS)
def test_ten_more_plugins_cost_no_query_more_than_one(
    page: None, client: Client, path: str, query_count: Callable, ten_more: Callable
) -> None:
    """The plugin that is there costs the one query already."""
    one = query_count(lambda: client.get(path))
    ten_more()
    eleven = query_count(lambda: client.get(path))
    assert "light" in client.get("/ja/").content.decode()
    assert eleven - one <= 0, (one, eleven)


@pytest.mark.parametrize(("cold", "most"), [(True, 1), (False, 0)], ids=["cold", "warm"])
@pytest.mark.parametrize("path", PATHS)
def test_to_have_plugins_costs_one_query_in_a_cold_process_and_none_in_a_warm_one(
    page: None, client: Client, path: str, cold: bool, most: int, query_count: Callable, settings
) -> None:
    states.is_on("toolbox")
    with_plugin = query_count(lambda: client.get(path), cold=cold)
    boot = settings.PLUGINS
    settings.PLUGINS = Boot()  # its contributions stay, as if they were core's: nothing is asked about them
    without = query_count(lambda: client.get(path), cold=cold)
    settings.PLUGINS = boot
    assert with_plugin - without <= most, (with_plugin, without)
