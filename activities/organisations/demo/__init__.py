"""The demo's organisations, from facts whose sources are named."""

from .loader import load

__all__ = ["load"]
