from cms.plugin_api import Plugin


class CircleOneConfig(Plugin):
    name = "plugins.circle_one"
    label = "circle_one"
