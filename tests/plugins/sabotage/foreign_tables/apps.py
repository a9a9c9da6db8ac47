from cms.plugin_api import Plugin


class ForeignTablesConfig(Plugin):
    name = "plugins.foreign_tables"
    label = "foreign_tables"
