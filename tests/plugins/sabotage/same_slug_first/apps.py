from cms.plugin_api import Plugin


class SameSlugConfig(Plugin):
    name = "plugins.same_slug_first"
    label = "same_slug"
