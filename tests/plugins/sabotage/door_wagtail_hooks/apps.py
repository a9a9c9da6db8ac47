from cms.plugin_api import Plugin


class DoorWagtailHooksConfig(Plugin):
    name = "plugins.door_wagtail_hooks"
    label = "door_wagtail_hooks"
