from cms.plugin_api import Plugin


class FailingMigrationConfig(Plugin):
    name = "plugins.failing_migration"
    label = "failing_migration"
