from cms.plugin_api import Plugin


class CircleTwoConfig(Plugin):
    name = "plugins.circle_two"
    label = "circle_two"
