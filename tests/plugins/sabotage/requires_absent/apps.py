from cms.plugin_api import Plugin


class RequiresAbsentConfig(Plugin):
    name = "plugins.requires_absent"
    label = "requires_absent"
