from cms.plugin_api import Plugin


class RaisesInContributeConfig(Plugin):
    name = "plugins.raises_in_contribute"
    label = "raises_in_contribute"

    def contribute(self) -> list:
        raise RuntimeError("nothing to give")
