from cms.plugin_api import Plugin


class HomeConfig(Plugin):
    name = "plugins.claims_home"
    label = "home"
