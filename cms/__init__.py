"""Kakehashi, a CMS for the centres that stand between citizens, groups, companies and government."""

from .celery import app as celery_app

__all__ = ["celery_app"]
