"""The pages that every centre has, a module per kind."""

from .home_page import HomePage

__all__ = ["HomePage"]
