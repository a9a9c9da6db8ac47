from cms.plugin_api import Plugin


class RequiresOlderConfig(Plugin):
    name = "plugins.requires_older"
    label = "requires_older"
