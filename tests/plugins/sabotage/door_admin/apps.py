from cms.plugin_api import Plugin


class DoorAdminConfig(Plugin):
    name = "plugins.door_admin"
    label = "door_admin"
