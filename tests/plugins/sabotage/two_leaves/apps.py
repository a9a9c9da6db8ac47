from cms.plugin_api import Plugin


class TwoLeavesConfig(Plugin):
    name = "plugins.two_leaves"
    label = "two_leaves"
