from cms.plugin_api import Plugin


class NeedsNewerConfig(Plugin):
    name = "plugins.needs_newer"
    label = "needs_newer"
