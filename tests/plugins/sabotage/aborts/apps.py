from cms.plugin_api import Plugin


class AbortsConfig(Plugin):
    name = "plugins.aborts"
    label = "aborts"
