"""For a real centre. Refuses to start half-configured: each missing variable is named with what it is for."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import DATABASES
from .environment import flag, required, text, words

SECRET_KEY = required("SECRET_KEY", "sign sessions and mailed links with 50 random characters")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only"):
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters and not the development one")

ALLOWED_HOSTS = words("CMS_ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("CMS_ALLOWED_HOSTS is not set: name the host names of this site, comma-separated")
WAGTAILADMIN_BASE_URL = required("CMS_BASE_URL", "links in mails begin with it, for example https://centre.example.jp")
CSRF_TRUSTED_ORIGINS = words("CMS_TRUSTED_ORIGINS", (WAGTAILADMIN_BASE_URL,))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("CMS_FROM_EMAIL", "mails are sent from this address")
required("SMTP_HOST", "mails are handed to this server")
EMAIL_HOST_USER = text("SMTP_USER")
EMAIL_HOST_PASSWORD = text("SMTP_PASSWORD")
EMAIL_USE_SSL = flag("SMTP_SSL")
EMAIL_USE_TLS = not EMAIL_USE_SSL and flag("SMTP_TLS", True)

if DATABASES["default"]["ENGINE"] == "cms.sqlite" and not flag("CMS_ALLOW_SQLITE"):
    raise ImproperlyConfigured(
        "DATABASE_URL is not set: name a PostgreSQL database, or mean SQLite by CMS_ALLOW_SQLITE=1"
    )

SECURE_SSL_REDIRECT = flag("CMS_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
