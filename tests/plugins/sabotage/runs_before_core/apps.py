from cms.plugin_api import Plugin


class RunsBeforeCoreConfig(Plugin):
    name = "plugins.runs_before_core"
    label = "runs_before_core"
