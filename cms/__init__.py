"""Kakehashi, a CMS for the centres that stand between citizens, groups, companies and government."""

from . import garbage

garbage.look_seldom()  # before anything else is loaded, which makes more objects than anything else does

from .celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
