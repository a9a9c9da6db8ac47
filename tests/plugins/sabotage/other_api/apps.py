from cms.plugin_api import Plugin


class OtherApiConfig(Plugin):
    name = "plugins.other_api"
    label = "other_api"
