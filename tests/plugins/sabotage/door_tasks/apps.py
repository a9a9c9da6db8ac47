from cms.plugin_api import Plugin


class DoorTasksConfig(Plugin):
    name = "plugins.door_tasks"
    label = "door_tasks"
