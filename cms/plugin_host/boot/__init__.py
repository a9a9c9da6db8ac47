"""What runs before Django: which plugins there are, which of them are fit to be loaded, and in what order.

Settings import this package, so it needs nothing but the standard library and `packaging`, and no loaded apps.
"""

from .manifest import Manifest
from .reasons import Reason
from .start import Boot, NotEveryPluginIsLoaded, Start, boot
from .verdicts import Status, Verdict

__all__ = ["Boot", "Manifest", "NotEveryPluginIsLoaded", "Reason", "Start", "Status", "Verdict", "boot"]
