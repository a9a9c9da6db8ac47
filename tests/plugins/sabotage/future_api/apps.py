from cms.plugin_api import Plugin


class FutureApiConfig(Plugin):
    name = "plugins.future_api"
    label = "future_api"
