from cms.plugin_api import Plugin


class BadCatalogueConfig(Plugin):
    name = "plugins.bad_catalogue"
    label = "bad_catalogue"
