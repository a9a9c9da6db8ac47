"""Safe values. Development and test loosen them; production checks that it is complete."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from kombu import Exchange, Queue

from cms.core.locales import LOCALES, language_info, languages
from cms.english_words import ENGLISH
from cms.plugin_host.boot import Start, boot
from cms.search import kuromoji
from cms.stack import redis_ladder

from .environment import BASE_DIR, VAR_DIR, flag, folders, number, text, words
from .mail_service import return_path_setting, service_settings
from .media_bucket import storage_settings

DEBUG = False
ALLOWED_HOSTS: list[str] = []
PROXY_COUNT = number("CMS_PROXY_COUNT", 0)
SITE_ID = None

INSTALLED_APPS = [
    "home.apps.HomeConfig",
    "activities.apps.ActivitiesConfig",
    "activities.organisations.apps.OrganisationsConfig",
    "events.apps.EventsConfig",
    "events.registration.apps.RegistrationConfig",
    "cms.health.apps.HealthConfig",
    "cms.mail.apps.MailConfig",
    "cms.core.apps.CoreConfig",
    "cms.plugin_host.apps.PluginHostConfig",
    "cms.accounts.apps.AccountsConfig",
    "cms.media.apps.MediaConfig",
    "cms.search.apps.SearchConfig",
    "cms.background.apps.BackgroundConfig",
    "cms.backups.apps.BackupsConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.StaffUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages weigh a quarter on the line. Django adds random bytes and masks its tokens, so that BREACH learns nothing.
    "django.middleware.gzip.GZipMiddleware",
    # Who has the page already is told so, without its bytes. Below gzip, above what changes the page.
    "django.middleware.http.ConditionalGetMiddleware",
    "cms.core.kept_pages.KeepPages",
    "cms.core.middleware.RefuseControlCharacters",
    "cms.core.impossible_keys.NotFoundBeyondAllKeys",
    "cms.core.middleware.ContentSecurityPolicy",
    "cms.core.database_away.AskToWaitInTheDemoToo",
    "cms.plugin_host.middleware.ReadSwitchesOnce",
    "cms.core.middleware.Remember",
    "cms.core.middleware.FilterHtml",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.plugin_host.middleware.CloseDoors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.core.not_found.SayNotFoundInTheDemoToo",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.core.shell.shell",
            ],
        },
    },
]

# A monitor that asks /-/deep shows this; without it there is no such address.
CMS_HEALTH_TOKEN = text("CMS_HEALTH_TOKEN")

# Data ------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'kakehashi.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Django's, with one line for all who write. Its defaults lose three quarters of sixteen concurrent writers to
    # "database is locked".
    DATABASES["default"]["ENGINE"] = "cms.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
        # A line to another host that is cut says nothing: without these every thread waits a quarter of an hour for it.
        # Milliseconds for what was sent and not received; seconds for who waits for an answer.
        "tcp_user_timeout": 10_000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        # What DATABASE_URL says itself, such as sslmode=verify-full.
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# REDIS_URL, or the address where this machine's own Redis listens once the stack or a worker has started it.
REDIS_URL = redis_ladder.address(os.environ)
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_ladder.in_database(REDIS_URL, 1),
        "KEY_PREFIX": "kakehashi",
        # A dead Redis must not turn the admin into 500s: a miss is always a correct answer.
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = redis_ladder.for_celery(redis_ladder.in_database(REDIS_URL, 0))
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    # Who publishes does not wait for a Redis that is gone: the sweeper finds the row.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Mail has a queue of its own, so that a centre can give it workers of its own; one worker alone reads both.
# Exchange and key are named: without them Celery binds every queue to the default ones and all get every message.
CELERY_TASK_QUEUES = tuple(Queue(name, Exchange(name), routing_key=name) for name in ("celery", "mail"))
CELERY_TASK_ROUTES = {"mail.*": {"queue": "mail"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Tokyo"
# One beat entry: the database knows what is due, so that two beats or a lost message change nothing.
CELERY_BEAT_SCHEDULE = {"tick": {"task": "core.tick", "schedule": 15.0}}
CELERY_BEAT_SCHEDULER = "cms.beat:Steady"

# Wagtail's own jobs (reference index, search index, files of deleted pictures) are the worker's, not the request's.
TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}

# People ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# Plugins ---------------------------------------------------------------------------------------------------

# Which plugins are fit to be loaded is known before Django starts; what is not is never an installed app. They stand
# at the end, so that core's templates, static files and commands win.
PLUGINS_START = Start(
    root=BASE_DIR,
    core=[BASE_DIR / name for name in ("cms", "home", "activities", "events")],
    core_apps=tuple(INSTALLED_APPS),
    folders=[BASE_DIR / "plugins", *folders("CMS_PLUGINS_PATH")],
    cache=Path(text("CMS_PLUGINS_CACHE", str(VAR_DIR / "plugins"))),
    off=words("CMS_PLUGINS_OFF"),
    strict=flag("CMS_PLUGINS_STRICT"),
    seconds=float(text("CMS_PLUGINS_SECONDS", "30")),
    settings_module=os.environ.get("DJANGO_SETTINGS_MODULE", ""),
    database=DATABASES["default"]["ENGINE"],
)
PLUGINS = boot(PLUGINS_START)
INSTALLED_APPS += PLUGINS.apps
MIGRATION_MODULES = PLUGINS.migrations

# Languages and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = languages()
# Without an entry Django answers with another language and says nothing: plain Japanese becomes Japanese.
LANG_INFO.update(language_info(LANG_INFO))
FORMAT_MODULE_PATH = ["cms.formats"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_USER_LOGIN_FORM = "cms.core.staff_login.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.core.staff_login.PasswordResetForm"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "private/password.html"
# A centre is in one place: nobody has to look for it among hundreds of zones with English names.
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", LOCALES["ja"].name), ("en", LOCALES["en"].name)]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale_wagtail", BASE_DIR / ENGLISH]

# Files -----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Where `manage.py backup` saves what it makes; another disk is better.
CMS_BACKUP_DIR = Path(text("CMS_BACKUP_DIR", str(VAR_DIR / "backups")))
STORAGES = {
    # A bucket of an S3-compatible service where there are several machines; else MEDIA_ROOT.
    "default": storage_settings(
        text("CMS_MEDIA_BUCKET"),
        endpoint=text("CMS_MEDIA_ENDPOINT"),
        region=text("CMS_MEDIA_REGION"),
        key=text("CMS_MEDIA_KEY"),
        secret=text("CMS_MEDIA_SECRET"),
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Wagtail ---------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = text("CMS_ADMIN_NAME", "架け橋 Kakehashi")
WAGTAILADMIN_BASE_URL = text("CMS_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
SEARCH_URL = text("SEARCH_URL")
WAGTAILSEARCH_BACKENDS = {
    "default": kuromoji.backend_settings(SEARCH_URL) if SEARCH_URL else {"BACKEND": "cms.search.backend"}
}
TAGGIT_CASE_INSENSITIVE = True
WAGTAIL_TAG_SPACES_ALLOWED = True

# Mail ------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = text("CMS_FROM_EMAIL", "kakehashi@localhost")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = text("SMTP_HOST", "localhost")
EMAIL_PORT = int(text("SMTP_PORT", "25"))
EMAIL_TIMEOUT = 10
# Journals of bulk sending. Kept by each machine for itself, and not to be emptied while workers run.
CMS_MAIL_JOURNAL_DIR = VAR_DIR / "mail-journal"
# Mails that cannot be delivered come back here, with the delivery's seal in place of {}: bounce+{}@centre.example.jp
CMS_RETURN_PATH = return_path_setting(text("CMS_RETURN_PATH"))
# The mailbox in which they arrive, read every two minutes: imaps://user:password@imap.example.jp/INBOX
CMS_BOUNCE_IMAP = text("CMS_BOUNCE_IMAP")
# A sending service tells of bounces and complaints at /mail/events/<its name>/, and shows by these that it is itself.
CMS_MAIL_SERVICE = text("CMS_MAIL_SERVICE")
ANYMAIL = service_settings(
    CMS_MAIL_SERVICE, secret=text("CMS_MAIL_SERVICE_SECRET"), key=text("CMS_MAIL_SERVICE_KEY"),
    url=text("CMS_BASE_URL"),
)  # fmt: skip
# How many bulk mails may leave in a day, for plans of providers that allow no more; 0 for no limit.
CMS_BULK_DAILY_BUDGET = number("CMS_BULK_DAILY_BUDGET", 0)

# Logs ------------------------------------------------------------------------------------------------------

# Everything goes to the standard error output, whose keeper decides how long it is kept, masked as cms.logs says.
LOGGING_CONFIG = "cms.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers mail errors to administrators, with all that was typed.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

# Web security ----------------------------------------------------------------------------------------------

# Public pages: our own files only. What Wagtail's admin needs beyond that is added there alone; no script amid a page,
# there either (ADR 76).
PUBLIC_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "media-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}
ADMIN_CONTENT_SECURITY_POLICY = PUBLIC_CONTENT_SECURITY_POLICY | {
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}
# Draftail writes the words of an empty line, and the numbers of lists in lists, into elements of style.
RICH_TEXT_CONTENT_SECURITY_POLICY = ADMIN_CONTENT_SECURITY_POLICY | {"style-src-elem": [SELF, "'unsafe-inline'"]}
# same-origin: with no-referrer Chromium sends "Origin: null" and every form fails its CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True

CMS_SHOW_PATTERN_PAGE = False

SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # X_FRAME_OPTIONS is not DENY: the admin shows previews of the site's own pages in a frame
]
