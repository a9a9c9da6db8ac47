"""The demo's events."""

from .loader import load

__all__ = ["load"]
