"""For tests of plugins: `PluginContract`, about two dozen tests that every plugin gets for one class.

    class TestContract(PluginContract):
        slug = "grants"

Run it with pytest in a site that has the plugin: in `plugins/`, in a folder of CMS_PLUGINS_PATH, or installed by pip.
"""

from .contract import PluginContract

__all__ = ["PluginContract"]
