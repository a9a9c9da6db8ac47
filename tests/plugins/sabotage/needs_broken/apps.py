from cms.plugin_api import Plugin


class NeedsBrokenConfig(Plugin):
    name = "plugins.needs_broken"
    label = "needs_broken"
