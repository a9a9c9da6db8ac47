"""The demo's library of 43 activities, from facts whose sources are named."""

from .loader import load

__all__ = ["load"]
