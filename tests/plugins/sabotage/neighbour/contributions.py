from collections.abc import Iterable

from cms.plugin_api import Contribution, SlotFill


def contribute() -> Iterable[Contribution]:
    yield SlotFill(slot="footer", render=lambda context: "<p>The neighbour is well.</p>")
