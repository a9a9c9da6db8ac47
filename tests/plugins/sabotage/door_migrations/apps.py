from cms.plugin_api import Plugin


class DoorMigrationsConfig(Plugin):
    name = "plugins.door_migrations"
    label = "door_migrations"
