from collections.abc import Iterable

from cms.plugin_api import Contribution, Urls


def contribute() -> Iterable[Contribution]:
    yield Urls(module="plugins.bad_urls.addresses")
