"""For the test suite: cheap passwords, a mailbox in memory, everything else as in production."""

import tempfile
from pathlib import Path

from cms.catalogues import compile_stale_catalogues
from cms.english_words import fill_with_english

from .base import *
from .base import BASE_DIR, INSTALLED_APPS, PLUGINS, STORAGES
from .environment import text

compile_stale_catalogues(BASE_DIR, [plugin.path for plugin in PLUGINS.loaded])
fill_with_english(BASE_DIR, INSTALLED_APPS)

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests that are about Redis ask for it (fixture `redis_url`); all others must not share a cache across processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A worker that a test starts in a process of its own is told its Redis.
CELERY_BROKER_URL = text("CMS_TEST_BROKER_URL", "memory://")
# A test's transaction is never committed, and a live site of the tests has no worker; what is about both sets its own.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# A site that a browser test drives runs in a process of its own and keeps mails where /dev/mail/ shows them.
EMAIL_BACKEND = text("CMS_TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
_var = Path(text("KAKEHASHI_VAR", f"{tempfile.gettempdir()}/kakehashi-test"))
CMS_MAILBOX_DIR = _var / "mail"
CMS_MAIL_JOURNAL_DIR = _var / "mail-journal"
MEDIA_ROOT = _var / "media"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CMS_SHOW_PATTERN_PAGE = True
