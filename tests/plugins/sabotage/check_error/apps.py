from cms.plugin_api import Plugin


class CheckErrorConfig(Plugin):
    name = "plugins.check_error"
    label = "check_error"
