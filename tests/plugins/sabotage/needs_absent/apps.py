from cms.plugin_api import Plugin


class NeedsAbsentConfig(Plugin):
    name = "plugins.needs_absent"
    label = "needs_absent"
