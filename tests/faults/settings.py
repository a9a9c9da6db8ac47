"""A centre in production whose clock is impatient: its beat asks every second, its mail server is given two."""

from cms.settings.production import *  # noqa: F403
from cms.settings.production import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
CELERY_BEAT_SCHEDULE = {"tick": {"task": "core.tick", "schedule": 1.0}}
EMAIL_TIMEOUT = 2
