from cms.plugin_api import Plugin


class AsksDatabaseConfig(Plugin):
    name = "plugins.asks_database"
    label = "asks_database"
