from cms.plugin_api import Plugin


class LoopsConfig(Plugin):
    name = "plugins.loops"
    label = "loops"
