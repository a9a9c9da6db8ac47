"""The demo centre's own pages."""

from .load import link_to_activities, load

__all__ = ["link_to_activities", "load"]
