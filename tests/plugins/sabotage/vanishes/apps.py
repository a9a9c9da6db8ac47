from cms.plugin_api import Plugin


class VanishesConfig(Plugin):
    name = "plugins.vanishes"
    label = "vanishes"
