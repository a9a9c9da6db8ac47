from cms.plugin_api import Plugin


class WagtailcoreConfig(Plugin):
    name = "plugins.claims_wagtailcore"
    label = "wagtailcore"
