"""Production refuses to start half-configured and says which variable is missing and what it is for."""

import json
import os
import subprocess
import sys

import pytest

COMPLETE = {
    "SECRET_KEY": "k" * 25 + "x9-QrT" * 5,
    "CMS_ALLOWED_HOSTS": "centre.example.jp",
    "CMS_BASE_URL": "https://centre.example.jp",
    "CMS_FROM_EMAIL": "info@centre.example.jp",
    "SMTP_HOST": "127.0.0.1",
    "DATABASE_URL": "postgres://kakehashi@127.0.0.1/kakehashi",
}


def start(environment, *arguments):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *(arguments or ("-c", "import django; django.setup()"))],
        env=kept | {"DJANGO_SETTINGS_MODULE": "cms.settings.production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_starts():
    assert start(COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_missing_variable_is_named(missing):
    result = start({name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr


def test_a_short_secret_is_refused():
    result = start(COMPLETE | {"SECRET_KEY": "short"})
    assert "SECRET_KEY must be at least 50 random characters" in result.stderr


def test_djangos_own_look_at_a_deployment_has_nothing_to_say():
    result = start(COMPLETE, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (result.returncode, "no issues" in result.stdout) == (0, True), result.stderr


def test_control_a_deployment_without_https_is_spoken_of():
    result = start(COMPLETE | {"CMS_SSL_REDIRECT": "0"}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (result.returncode, "security.W008" in result.stderr) == (1, True)


def test_what_the_address_of_the_database_asks_for_is_heeded():
    address = "postgres://kakehashi@db.example.jp/kakehashi?sslmode=verify-full&keepalives_idle=60"
    asked = "import json; from django.conf import settings; print(json.dumps(settings.DATABASES['default']['OPTIONS']))"
    options = json.loads(start(COMPLETE | {"DATABASE_URL": address}, "-c", asked).stdout.splitlines()[-1])
    assert (options["sslmode"], int(options["keepalives_idle"])) == ("verify-full", 60)
    assert options["tcp_user_timeout"] == 10_000  # a line that is cut holds nobody up for a quarter of an hour


def test_the_line_to_the_database_knows_its_options():
    """libpq refuses a name that it does not know before it speaks to anybody."""
    asked = "from django.db import connection; connection.ensure_connection()"
    assert "invalid" not in start(COMPLETE | {"DATABASE_URL": "postgres://127.0.0.1:1/x"}, "-c", asked).stderr
