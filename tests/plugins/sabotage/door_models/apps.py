from cms.plugin_api import Plugin


class DoorModelsConfig(Plugin):
    name = "plugins.door_models"
    label = "door_models"
