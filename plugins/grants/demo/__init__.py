"""The demo's grants: calls in every status, whatever the day of loading."""

from .loader import load

__all__ = ["load"]
