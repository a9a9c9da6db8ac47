from cms.plugin_testing import PluginContract


class TestContract(PluginContract):
    slug = "grants"
