from cms.plugin_api import Plugin


class UnnamedNeedConfig(Plugin):
    name = "plugins.unnamed_need"
    label = "unnamed_need"
