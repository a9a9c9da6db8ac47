from cms.plugin_api import Plugin


class DoorUrlsConfig(Plugin):
    name = "plugins.door_urls"
    label = "door_urls"
