"""The contract: what every plugin must do, whatever it is for."""

from .serving import ServingContract
from .source import SourceContract
from .switching import SwitchingContract


class PluginContract(SourceContract, SwitchingContract, ServingContract):
    """Derive a class from this one, name it `Test…`, and say which plugin: `slug`.

    most_home_queries: how many queries the home page may cost more with the plugin on.
    Each test says in its name what it asks; override one that cannot hold for your plugin, with the reason.
    """
