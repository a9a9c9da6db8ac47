from cms.plugin_api import Plugin


class RaisesInReadyConfig(Plugin):
    name = "plugins.raises_in_ready"
    label = "raises_in_ready"

    def ready(self) -> None:
        raise RuntimeError("not ready at all")
