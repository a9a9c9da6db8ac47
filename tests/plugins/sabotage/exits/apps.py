from cms.plugin_api import Plugin


class ExitsConfig(Plugin):
    name = "plugins.exits"
    label = "exits"
