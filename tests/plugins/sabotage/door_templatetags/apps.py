from cms.plugin_api import Plugin


class DoorTemplatetagsConfig(Plugin):
    name = "plugins.door_templatetags"
    label = "door_templatetags"
