"""The demo centre's own pages."""

from .links import link_to_others
from .load import load

__all__ = ["link_to_others", "load"]
