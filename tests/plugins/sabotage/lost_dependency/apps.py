from cms.plugin_api import Plugin


class LostDependencyConfig(Plugin):
    name = "plugins.lost_dependency"
    label = "lost_dependency"
