from cms.plugin_api import Plugin


class OtherLabelConfig(Plugin):
    name = "plugins.other_label"
    label = "another"
