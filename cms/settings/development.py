"""For one's own machine: debug on, mail kept in a folder, catalogues compiled when they are stale."""

from cms.catalogues import compile_stale_catalogues
from cms.english_words import fill_with_english

from .base import *
from .base import BASE_DIR, INSTALLED_APPS, PLUGINS, STORAGES, VAR_DIR
from .environment import flag, text

VAR_DIR.mkdir(parents=True, exist_ok=True)
compile_stale_catalogues(BASE_DIR, [plugin.path for plugin in PLUGINS.loaded])
fill_with_english(BASE_DIR, INSTALLED_APPS)

DEBUG = flag("CMS_DEBUG", True)
# Known to everybody who reads this file: production refuses to start with it.
SECRET_KEY = text("SECRET_KEY", "development-only-not-a-secret")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]

EMAIL_BACKEND = "cms.mail.mailbox.MailboxBackend"
CMS_MAILBOX_DIR = VAR_DIR / "mail"

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CMS_SHOW_PATTERN_PAGE = True
if flag("CMS_STYLEGUIDE", False):
    # For whoever builds screens of the admin. Staff who try the demo would find it in their menu.
    INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.styleguide"]
